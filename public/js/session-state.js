/*
 * Whether the page is still its reader's. Asked when somebody comes back to it, or goes on typing after a while; what
 * is found is said across the whole page. ES5 throughout.
 */
(function () {
  'use strict';
  var body = document.body;
  var mark = body.getAttribute('data-holder');
  var path = body.getAttribute('data-state');
  var main = document.getElementById('main');
  if (!mark || !main) return;

  /* At most so often while somebody types, in milliseconds. */
  var REST = 15000;
  var asking = false;
  var askedAt = Date.now();
  var band = null;

  function show(state, html) {
    if (band) band.parentNode.removeChild(band);
    band = null;
    if (state !== 'own') {
      band = document.createElement('div');
      band.className = 'session-state error';
      band.setAttribute('role', 'alert');
      band.innerHTML = html;
      main.parentNode.insertBefore(band, main);
    }
    main.hidden = state === 'away' || state === 'other';
    hideFrame(main.hidden);
  }

  /* The name on top is personal too. */
  function hideFrame(hidden) {
    Array.prototype.forEach.call(document.querySelectorAll('.who, .menu'), function (part) {
      part.hidden = hidden;
    });
  }

  function renewTokens(token) {
    Array.prototype.forEach.call(document.querySelectorAll('input[name=_csrf]'), function (field) {
      field.value = token;
    });
  }

  /* `automatic`: nobody did anything, so nobody is kept signed in by it. */
  function ask(automatic) {
    var request = new XMLHttpRequest();
    if (asking) return;
    asking = true;
    askedAt = Date.now();
    request.open('GET', path + '?of=' + encodeURIComponent(mark) + (automatic ? '&automatic=1' : ''), true);
    request.onload = function () {
      var state = request.getResponseHeader('X-Session-State');
      asking = false;
      /* Trouble of the server says nothing about the session. */
      if (!state) return;
      show(state, request.responseText);
      if (state === 'own') renewTokens(request.responseText);
    };
    request.onerror = function () {
      asking = false;
    };
    request.send();
  }

  function goOn() {
    if (Date.now() - askedAt > REST) ask(false);
  }

  document.addEventListener('input', goOn);
  document.addEventListener('change', goOn);
  document.addEventListener('visibilitychange', function () {
    if (document.visibilityState === 'visible') ask(true);
  });
  window.addEventListener('focus', function () {
    ask(true);
  });
  window.addEventListener('online', function () {
    ask(true);
  });
  /* A page that the browser kept whole shows nothing before it is known whose it is. */
  window.addEventListener('pageshow', function (event) {
    if (event.persisted) window.location.reload();
  });
  /* Another window of this browser signed somebody in or out. */
  window.addEventListener('storage', function (event) {
    if (event.key === 'zhiyuan.session') ask(true);
  });
  tellOthers();

  /* What a script asks for is for the reader of this page, and nobody else. */
  document.addEventListener('htmx:configRequest', function (event) {
    event.detail.headers['X-Holder'] = mark;
  });
  document.addEventListener('htmx:responseError', function (event) {
    var status = event.detail.xhr.status;
    if (status === 401 || status === 403 || status === 409) ask(true);
  });

  /* Storage holds when this browser last saw somebody else, not who it was. */
  function tellOthers() {
    var known;
    try {
      known = window.localStorage.getItem('zhiyuan.session');
      if (known !== path + mark) window.localStorage.setItem('zhiyuan.session', path + mark);
    } catch (_error) {
      /* Storage is closed: windows are asked when somebody comes back to them. */
    }
  }
})();
