// Menus close when one of their buttons is chosen, at a click elsewhere and at Escape.
(() => {
  const open = () => document.querySelectorAll('details[data-menu][open]');
  document.addEventListener('click', event => {
    const menu = event.target.closest('[data-menu]');
    if (event.target.closest('.menu-list button')) { menu.open = false; menu.querySelector('summary').focus(); }
    for (const other of open()) if (other !== menu) other.open = false;
  });
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') for (const menu of open()) { menu.open = false; menu.querySelector('summary').focus(); }
  });
})();
