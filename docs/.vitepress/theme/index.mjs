// VitePress's own theme with the system's fonts: nothing is fetched from elsewhere.
import Theme from 'vitepress/theme-without-fonts';
import './style.css';

export default Theme;
