/* 计划查询: results follow what is typed, pages turn in place, a double click chooses. ES5 throughout. */
(function () {
  'use strict';
  var rows = document.getElementById('plan-rows');
  var filter = document.getElementById('plan-filter');
  if (!rows || !filter) return;
  var search = filter.getAttribute('data-search');

  function climb(from, matches) {
    var node = from;
    while (node && node !== document.body && !matches(node)) node = node.parentNode;
    return node === document.body ? null : node;
  }

  function isRow(node) {
    return node.hasAttribute('data-row');
  }

  function isTurn(node) {
    return node.tagName === 'A' && String(node.className).indexOf('turn') >= 0;
  }

  rows.addEventListener('dblclick', function (event) {
    if (climb(event.target, isTurn)) return;
    var row = climb(event.target, isRow);
    var button = row && row.querySelector('button[name=choice]');
    if (button) button.click();
  });

  if (!window.htmx || !search || !window.history.replaceState) return;

  var fault = document.getElementById('fault');
  var timer = null;
  var asked = '';
  var shown = null;
  var composing = false;

  function load(query) {
    if (timer) window.clearTimeout(timer);
    timer = null;
    asked = query;
    window.htmx.ajax('GET', search + query, { source: rows, target: rows, swap: 'innerHTML' });
  }

  function typed() {
    var fields = ['institution', 'major'].map(function (name) {
      return name + '=' + encodeURIComponent(document.getElementById(name).value);
    });
    return '?' + fields.join('&');
  }

  /* Another address for the same page: a reload, or the way back, shows what is shown now. */
  rows.addEventListener('htmx:afterSwap', function () {
    window.history.replaceState(null, '', filter.getAttribute('action') + asked);
    if (fault) fault.parentNode.removeChild(fault);
    fault = null;
    if (shown && !document.getElementById(shown)) focusOn('open-all');
    shown = null;
  });

  function focusOn(id) {
    var link = document.getElementById(id);
    if (link) link.focus();
  }

  /* What cannot be fetched alone is asked for as a page. */
  function leave() {
    window.location.assign(filter.getAttribute('action') + asked);
  }
  rows.addEventListener('htmx:responseError', leave);
  rows.addEventListener('htmx:sendError', leave);

  function due() {
    if (composing) return;
    if (timer) window.clearTimeout(timer);
    timer = window.setTimeout(function () {
      load(typed());
    }, 300);
  }
  filter.addEventListener('input', due);
  filter.addEventListener('compositionstart', function () {
    composing = true;
  });
  filter.addEventListener('compositionend', function () {
    composing = false;
    due();
  });
  filter.addEventListener('submit', function (event) {
    event.preventDefault();
    load(typed());
  });

  /* A link that turns a page or opens an institution has the same query in its address. */
  document.addEventListener('click', function (event) {
    if (event.ctrlKey || event.shiftKey || event.metaKey) return;
    var link = climb(event.target, isTurn);
    if (!link) return;
    event.preventDefault();
    shown = link.id || null;
    load(link.search);
    if (!link.id) document.getElementById('plan-found').scrollIntoView();
  });
})();
