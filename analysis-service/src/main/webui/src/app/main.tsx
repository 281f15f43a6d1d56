import { render } from 'preact';
import '../style/tokens.css';
import '../style/base.css';
import '../style/layout.css';
import '../style/controls.css';
import '../style/table.css';
import { learnCaller } from './caller';
import { followLinks, path } from './location';
import { loadEarly } from './routes';
import { Frame } from './shell';

followLinks();
loadEarly(path.value);
const root = document.getElementById('app');
if (root) {
  learnCaller().then(() => render(<Frame />, root));
}
