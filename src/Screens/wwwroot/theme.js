// Where no theme was chosen, the browser's preference counts. Loaded before the first paint.
{
  const root = document.documentElement;
  if (!root.dataset.theme) {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => { root.dataset.theme = dark.matches ? 'dark' : 'light'; };
    dark.addEventListener('change', follow);
    follow();
  }
}
