import { render } from 'preact';
import '../style/tokens.css';
import '../style/base.css';
import '../style/layout.css';
import '../style/controls.css';
import '../style/table.css';
import { followLinks } from './location';
import { Shell } from './shell';

followLinks();
const root = document.getElementById('app');
if (root) {
  render(<Shell />, root);
}
