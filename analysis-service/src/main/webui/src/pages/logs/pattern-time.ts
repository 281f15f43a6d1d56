import type { TemplateTrend, TemplateTrends } from '../../api/log-templates';

/** Records of what is gone are in the time before. */
export function timeOf(
  template: Pick<TemplateTrend, 'state'>,
  answer: Pick<TemplateTrends, 'from' | 'to'>,
): Record<string, string> {
  if (template.state !== 'gone') {
    return {};
  }
  const from = Date.parse(answer.from);
  return { from: new Date(from - (Date.parse(answer.to) - from)).toISOString(), to: answer.from };
}
