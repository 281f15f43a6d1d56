// Sends series by Prometheus' remote write, as a library encodes and compresses it, and prints them.
// node write.mjs URL INSTANCE
import remoteWrite from "prometheus-remote-write";

const [url, instance] = process.argv.slice(2);
// The protocol wants labels by name; the library keeps their order.
const inOrder = (labels) => Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
const now = Date.now();
const series = [
  { name: "orders_total", labels: { route: "/cart", method: "POST" }, values: [1, 4, 9, 1e15] },
  { name: "orders_total", labels: { route: "/checkout", method: "POST" }, values: [0, 0.5, 2.25] },
  { name: "queue_length", labels: { queue: "größer" }, values: [-3.5, 0, 1e-300, Infinity] },
  { name: "temperature_celsius", labels: {}, values: [21.7] },
].map(({ name, labels, values }) => ({
  labels: inOrder({ __name__: name, job: "acceptance-write", instance, ...labels }),
  samples: values.map((value, i) => ({ value, timestamp: now - 15000 * (values.length - 1 - i) })),
}));

const answer = await remoteWrite.pushTimeseries(series, {
  url,
  fetch,
  headers: { "Content-Encoding": "snappy", "X-Prometheus-Remote-Write-Version": "0.1.0" },
});
if (answer.status >= 300) {
  throw new Error(`expected status 2xx, got ${answer.status}: ${answer.errorMessage}`);
}
// JSON has no infinity: values are texts.
for (const { labels, samples } of series) {
  for (const { value, timestamp } of samples) {
    console.log(JSON.stringify({ labels, value: String(value), timestamp }));
  }
}
