// What must happen in the browser: theme, keys, copying, dialogs, and noticing that the server is lost.
(() => {
  const root = document.documentElement;
  const remember = (name, value) => { document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`; };

  const themeNow = () => root.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  const setTheme = theme => {
    root.dataset.theme = theme;
    remember('release-theme', theme);
    for (const link of document.querySelectorAll('link[data-when]')) link.media = link.dataset.when === theme ? 'all' : 'not all';
  };
  const setDensity = density => { root.dataset.density = density; remember('release-density', density); };

  const copy = async button => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.dataset.copied = '';
    setTimeout(() => delete button.dataset.copied, 1500);
  };

  document.addEventListener('click', event => {
    const on = selector => event.target.closest(selector);
    if (on('[data-theme-toggle]')) setTheme(themeNow() === 'dark' ? 'light' : 'dark');
    if (on('[data-density-toggle]')) setDensity(root.dataset.density === 'compact' ? 'comfortable' : 'compact');
    if (on('[data-reload]')) location.reload();
    if (on('[data-copy]')) copy(on('[data-copy]'));
    // Closing gives the focus back to what opened the dialog; a click beside it lands on the dialog itself.
    if (on('[data-close]') || event.target.matches('dialog[data-modal]')) on('dialog').close();
    if (on('[data-skip]')) { event.preventDefault(); document.getElementById('content')?.focus(); }
    if (on('[data-menu] .menu-list button')) { const menu = on('[data-menu]'); menu.open = false; menu.querySelector('summary').focus(); }
    for (const menu of document.querySelectorAll('details[data-menu][open]')) if (!menu.contains(event.target)) menu.open = false;
  });

  // The board by arrow keys: the same link one row up or down, or the next cell.
  const walk = (event, board) => {
    const from = event.target.closest('td, th');
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!from || !step) return;
    const rows = [...board.tBodies[0].rows];
    let row = rows.indexOf(from.parentElement), column = from.cellIndex;
    do {
      row += step[0];
      column += step[1];
      const link = rows[row]?.cells[column]?.querySelector('a');
      if (link) { event.preventDefault(); link.focus(); return; }
    } while (rows[row]?.cells[column]);
  };

  document.addEventListener('keydown', event => {
    const typing = event.target.closest?.('input, textarea, select, [contenteditable]');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = document.querySelector('[data-search]');
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    }
    if (event.key === 'Escape') {
      for (const menu of document.querySelectorAll('details[data-menu][open]')) { menu.open = false; menu.querySelector('summary').focus(); }
      if (event.target.matches?.('[data-search]')) document.querySelector('[data-board] a')?.focus();
    }
    const board = event.target.closest?.('[data-board]');
    if (board && !typing) walk(event, board);
  });

  // The server is lost: the dialog of Components/Layout/ReconnectDialog.razor, opened once it is more than a hiccup.
  const hiccup = 600, halfMinute = 30000;
  const watchConnection = () => {
    const dialog = document.getElementById('components-reconnect-modal');
    if (!dialog) return;
    let opening, retrying;
    const open = () => { if (!dialog.open) dialog.showModal(); };
    const gaveUp = () => dialog.classList.contains('components-reconnect-failed');
    // Blazor's script gives up after some minutes; a board on a wall should not.
    const retryLater = () => { clearTimeout(retrying); if (gaveUp()) retrying = setTimeout(retry, halfMinute); };
    // Reaches the server and finds what it showed us gone: only loading helps. Throws where it reaches nobody.
    const retry = async () => {
      try { if (!await Blazor.reconnect() && !await Blazor.resumeCircuit()) reload(); }
      catch { retryLater(); }
    };
    // The address has all that the page needs, but not what is being typed into a dialog.
    const reload = () => {
      if (!document.querySelector('dialog[data-modal][open]:not(#components-reconnect-modal)')) { location.reload(); return; }
      dialog.classList.remove('components-reconnect-failed');
      dialog.classList.add('components-reconnect-rejected');
      open();
    };
    const lose = () => {
      if (root.dataset.connection === 'lost') return;
      root.dataset.connection = 'lost';
      const since = new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
      for (const place of document.querySelectorAll('[data-lost-since]')) place.textContent = ` since ${since}`;
      opening = setTimeout(open, hiccup);
    };
    const states = {
      show: lose,
      failed: () => { open(); retryLater(); },
      rejected: reload,
      hide: () => {
        clearTimeout(opening);
        clearTimeout(retrying);
        root.dataset.connection = 'live';
        dialog.close();
      },
    };
    dialog.addEventListener('components-reconnect-state-changed', event => states[event.detail.state]?.());
    dialog.querySelector('[data-reconnect]').addEventListener('click', retry);
    document.addEventListener('visibilitychange', () => { if (gaveUp() && !document.hidden) retry(); });
  };
  document.addEventListener('DOMContentLoaded', watchConnection);

  window.release = {
    // Tells a page whether one sees the top of its list. Before that one is reading, and nothing should move.
    watchTop: (top, page) => {
      const observer = new IntersectionObserver(entries => page.invokeMethodAsync('TopSeen', entries[entries.length - 1].isIntersecting));
      observer.observe(top);
      return {
        stop: () => observer.disconnect(),
        show: () => document.getElementById('content')?.scrollTo({ top: 0, behavior: 'smooth' }),
      };
    },
    openDialog: dialog => {
      if (dialog && !dialog.open) {
        dialog.showModal();
        dialog.querySelector('[data-first]')?.focus();
      }
    },
  };
})();
