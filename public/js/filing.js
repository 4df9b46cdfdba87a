/* The filing form: live look-up of codes, the draft kept every few seconds, the countdown. ES5 throughout. */
(function () {
  'use strict';
  var form = document.getElementById('filing');
  if (!form || !window.htmx) return;

  var summary = document.getElementById('summary');
  if (summary) summary.focus();

  /* What the script that goes from field to field shares with this one. */
  window.zhiyuanForm = {
    form: form,
    kindOf: kindOf,
    lengthOf: lengthOf,
    normalise: normalise,
    closestSlot: closestSlot,
  };

  var draft = startDraft();
  startLookUp();
  if (document.getElementById('timer')) startCountdown();

  function each(list, visit) {
    Array.prototype.forEach.call(list, visit);
  }

  function normalise(text) {
    var half = text.replace(/[\uff01-\uff5e]/g, function (wide) {
      return String.fromCharCode(wide.charCodeAt(0) - 0xfee0);
    });
    return half.replace(/\s/g, '').toUpperCase();
  }

  /* 院校代号, 专业组, 专业 or 岗位 by the name of its field; '' for anything else. */
  function kindOf(field) {
    var found =
      field && field.tagName === 'INPUT' && /-(institution|group|major|post)(-\d+)?$/.exec(field.id);
    return found ? found[1] : '';
  }

  function sectionOf(field) {
    var node = field;
    while (node && String(node.className).indexOf('slots') !== 0) node = node.parentNode;
    return node;
  }

  /* Said once for all fields of a section. */
  function lengthOf(field) {
    var place = { institution: 0, group: 1, major: 2, post: 3 }[kindOf(field)];
    return Number(sectionOf(field).getAttribute('data-lengths').split(' ')[place]);
  }

  function listCodes(within) {
    return Array.prototype.filter.call(within.querySelectorAll('.slots input'), kindOf);
  }

  /* The line in which a field stands; beneath a section's title, one behind it. */
  function placeHint(owner, hint) {
    if (owner.tagName === 'H2') owner.parentNode.insertBefore(hint, owner.nextSibling);
    else owner.parentNode.parentNode.appendChild(hint);
  }

  /* A hint has its place as soon as there is something to say. The field is red exactly while the hint beside it is. */
  function put(owner, html) {
    var hint = document.getElementById(owner.id + '-hint');
    if (!hint && html === '') return '';
    if (!hint) {
      hint = document.createElement(owner.tagName === 'H2' ? 'p' : 'span');
      hint.className = 'hint';
      hint.id = owner.id + '-hint';
      placeHint(owner, hint);
      if (kindOf(owner)) owner.setAttribute('aria-describedby', hint.id);
    }
    if (hint.innerHTML !== html) hint.innerHTML = html;
    if (kindOf(owner)) mark(owner, hint.querySelector('.error') !== null);
    markNumber(closestSlot(owner));
    return hint.textContent.trim();
  }

  function mark(field, red) {
    field.parentNode.parentNode.className = red ? 'has-error' : '';
    if (red) field.setAttribute('aria-invalid', 'true');
    else field.removeAttribute('aria-invalid');
  }

  /* The number of a choice above a long list shows whether it is filled, and whether something in it is wrong. */
  function markNumber(slot) {
    var number = slot && form.querySelector('.slot-numbers a[href="#' + slot.id + '"]');
    if (!number) return;
    var filled = Array.prototype.some.call(slot.querySelectorAll('input'), function (field) {
      return kindOf(field) && field.value !== '';
    });
    number.className = slot.querySelector('.has-error') ? 'wrong' : filled ? 'filled' : '';
  }

  /* Names and red sentences beside the codes. A code looked up once on this page asks no second time. */
  function startLookUp() {
    var known = {};
    var prefix = form.getAttribute('data-look-up');
    var said = document.getElementById('hint-said');
    /* Of which field a screen reader is told: the one typed in last. */
    var latest = null;

    function listIn(slot, kind) {
      return listCodes(slot.parentNode).filter(function (field) {
        return closestSlot(field) === slot && kindOf(field) === kind;
      });
    }

    /* What stands in a slot's 院校 field, with its group, as the look-up takes it; null while it is no whole code. */
    function placeOf(slot) {
      var institution = listIn(slot, 'institution')[0];
      var group = listIn(slot, 'group')[0];
      var split = Number(sectionOf(institution).getAttribute('data-split'));
      var code = normalise(institution.value);
      if (!isCodeText(code)) return null;
      if (split) return code.slice(0, split) + '.' + code.slice(split);
      return group && group.value !== '' ? code + '.' + normalise(group.value) : code;
    }

    function isWhole(field) {
      return normalise(field.value).length === lengthOf(field);
    }

    function pathOf(field) {
      var slot = closestSlot(field);
      var kind = kindOf(field);
      var value = normalise(field.value);
      var place = placeOf(slot);
      var institution = listIn(slot, 'institution')[0];
      if (kind === 'post' || !isCodeText(value) || place === null) return null;
      if (kind === 'group') {
        return (
          prefix +
          '/' +
          encodeURIComponent(normalise(institution.value)) +
          '/groups/' +
          encodeURIComponent(value)
        );
      }
      if (kind === 'institution') return prefix + '/' + encodeURIComponent(place);
      if (!isWhole(institution)) return null;
      return prefix + '/' + encodeURIComponent(place) + '/' + encodeURIComponent(value);
    }

    /* What the look-up cannot know, or a code is not, turns red with the draft's round trip. */
    function isCodeText(value) {
      return /^[0-9A-Z]{1,12}$/.test(value);
    }

    /* What asks something of the person is judged by the server at once, not with the next draft. */
    function show(field, html) {
      var text = put(field, html);
      if (field === latest) said.textContent = text;
      if (html.indexOf('data-asks') >= 0) draft.hurry();
    }

    function lookUp(field) {
      var path = pathOf(field);
      if (path === null) {
        show(field, '');
        return;
      }
      if (known[path] !== undefined) {
        show(field, known[path]);
        return;
      }
      var asked = normalise(field.value);
      window.htmx.ajax('GET', path, {
        source: field,
        handler: function (_element, answer) {
          if (answer.xhr.status !== 200) return;
          known[path] = answer.xhr.responseText.trim();
          if (normalise(field.value) === asked) show(field, known[path]);
        },
      });
    }

    function clearAdjustment(slot) {
      var filled = listCodes(slot.parentNode).some(function (field) {
        return closestSlot(field) === slot && field.value !== '';
      });
      if (filled) return;
      each(slot.querySelectorAll('input[type=radio]'), function (radio) {
        radio.checked = false;
      });
    }

    function changed(field) {
      latest = field;
      lookUp(field);
      var slot = closestSlot(field);
      if (kindOf(field) === 'institution') {
        listIn(slot, 'group').forEach(function (group) {
          if (group.value !== '') lookUp(group);
        });
      }
      if (kindOf(field) !== 'major') {
        listIn(slot, 'major').forEach(function (major) {
          if (major.value !== '') lookUp(major);
        });
      }
      clearAdjustment(slot);
    }

    var shown = {};
    function notice(event) {
      var field = event.target;
      if (!kindOf(field)) return;
      var value = normalise(field.value);
      var whole = value.length >= lengthOf(field) || value === '';
      if ((event.type === 'input' && !whole) || shown[field.id] === value) return;
      shown[field.id] = value;
      changed(field);
    }
    form.addEventListener('input', notice);
    form.addEventListener('change', notice);
  }

  function closestSlot(field) {
    var node = field;
    while (node && node.tagName !== 'FIELDSET') node = node.parentNode;
    return node;
  }

  /*
   * What is typed goes to the server two seconds after the last key, ten seconds after the first that is not there
   * yet, at once when a choice is left, and as the page is put away. What did not arrive is sent again by itself.
   */
  function startDraft() {
    var PAUSE = 2000;
    var LONGEST = 10000;
    var HURRY = 150;
    var RETRIES = [3000, 6000, 12000, 20000];
    var timer = null;
    var latest = null;
    var retry = null;
    var failed = 0;
    var underWay = 0;
    var sent = {};
    /* What was typed since the last copy left, and whether a copy is on its way whose answer nobody has heard. */
    var unsent = false;
    var unheard = false;
    var path = form.getAttribute('hx-post');

    /* Whatever leaves later bears a higher number: a copy that is overtaken on its way changes nothing. */
    function count() {
      var step = document.getElementById('step');
      /* A 志愿草表 has none: it is kept as a whole. */
      if (step) step.value = Number(step.value) + 1;
    }
    function stop(one) {
      if (one) window.clearTimeout(one);
      return null;
    }
    function keep() {
      timer = stop(timer);
      latest = stop(latest);
      retry = stop(retry);
      count();
      window.htmx.trigger(form, 'draft-due');
    }
    function due() {
      unsent = true;
      timer = stop(timer);
      timer = window.setTimeout(keep, PAUSE);
      if (!latest) latest = window.setTimeout(keep, LONGEST);
    }
    var hurried = null;
    function hurry() {
      if (!path || !unsent) return;
      hurried = stop(hurried);
      hurried = window.setTimeout(function () {
        if (unsent) keep();
      }, HURRY);
    }

    if (path) {
      form.addEventListener('input', due);
      form.addEventListener('change', due);
    }
    form.addEventListener('submit', function () {
      count();
      timer = stop(timer);
      latest = stop(latest);
      retry = stop(retry);
      unsent = false;
      unheard = false;
    });
    form.addEventListener('focusout', function (event) {
      var slot = closestSlot(event.target);
      var next = event.relatedTarget;
      var pressed = next && next.tagName === 'BUTTON';
      if (unsent && slot && !pressed && (!next || closestSlot(next) !== slot)) keep();
    });

    form.addEventListener('htmx:beforeRequest', function (event) {
      if (event.target !== form) return;
      underWay += 1;
      unsent = false;
      unheard = true;
      sent = {};
      each(listOwners(), function (owner) {
        sent[owner.id] = readOwner(owner);
      });
    });

    /* Whatever a hint may stand beside: codes, 调剂 and the titles of sections. */
    function listOwners() {
      return form.querySelectorAll('.slots input[id], .section-title');
    }
    function readOwner(owner) {
      if (owner.tagName === 'H2') return '';
      if (owner.type !== 'radio') return owner.value;
      var chosen = owner.parentNode.parentNode.querySelector('input:checked');
      return chosen ? chosen.value : '';
    }
    function isHalfTyped(field) {
      return (
        kindOf(field) &&
        document.activeElement === field &&
        field.value !== '' &&
        normalise(field.value).length < lengthOf(field)
      );
    }

    /* An answer about what stood in a field earlier, or about half a code, is not put beside it. */
    function showFound() {
      var box = document.getElementById('found-hints');
      if (!box) return;
      var found = {};
      each(box.children, function (one) {
        found[one.getAttribute('data-for')] = one.innerHTML;
      });
      each(listOwners(), function (owner) {
        if (readOwner(owner) === sent[owner.id] && !isHalfTyped(owner)) put(owner, found[owner.id] || '');
      });
      box.parentNode.removeChild(box);
    }
    form.addEventListener('htmx:afterRequest', function (event) {
      if (event.target !== form) return;
      underWay -= 1;
      if (!event.detail.successful) return;
      failed = 0;
      unheard = underWay > 0;
      showFound();
    });

    function say(what) {
      var status = document.getElementById('draft-status');
      status.innerHTML = document.getElementById(what).innerHTML;
    }
    function again() {
      say('draft-lost');
      retry = stop(retry);
      /* By lot a quarter sooner or later: after a fault not everybody comes back at once. */
      retry = window.setTimeout(
        keep,
        RETRIES[Math.min(failed, RETRIES.length - 1)] * (0.75 + Math.random() / 2)
      );
      failed += 1;
    }
    form.addEventListener('htmx:responseError', function (event) {
      if (event.target !== form) return;
      var status = event.detail.xhr.status;
      if (status === 401 || status === 403 || status === 409) say('signed-out');
      else if (status >= 500 || status === 429) again();
      else say('draft-refused');
    });
    form.addEventListener('htmx:sendError', function (event) {
      if (event.target === form) again();
    });
    form.addEventListener('htmx:timeout', function (event) {
      if (event.target === form) again();
    });
    window.addEventListener('online', function () {
      if (retry) keep();
    });

    /* The last copy of a page that is put away: nobody waits for its answer. */
    function leave() {
      if (!unsent && !unheard) return;
      count();
      var body = serialise();
      unsent = false;
      unheard = false;
      if (navigator.sendBeacon) {
        navigator.sendBeacon(path, new Blob([body], { type: 'application/x-www-form-urlencoded' }));
        return;
      }
      var request = new XMLHttpRequest();
      request.open('POST', path, false);
      request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
      try {
        request.send(body);
      } catch (_error) {
        /* The network is away: nothing is left to be tried. */
      }
    }
    function serialise() {
      var parts = [];
      each(form.elements, function (field) {
        var chosen = (field.type !== 'radio' && field.type !== 'checkbox') || field.checked;
        if (!field.name || field.disabled || field.tagName === 'BUTTON' || !chosen) return;
        parts.push(encodeURIComponent(field.name) + '=' + encodeURIComponent(field.value));
      });
      return parts.join('&');
    }
    if (path) {
      window.addEventListener('pagehide', leave);
      document.addEventListener('visibilitychange', function () {
        if (document.visibilityState === 'hidden') leave();
      });
    }

    return {
      hurry: hurry,
      /* Sends what is not sent yet, then goes on; goes on all the same when the server does not answer. */
      flush: function (next) {
        if (unsent) keep();
        if (underWay === 0) {
          next();
          return;
        }
        form.addEventListener('htmx:afterRequest', function () {
          if (underWay === 0) next();
        });
        window.setTimeout(next, 3000);
      },
    };
  }

  /* The server decides; this only shows. Counted from the moment the page arrived, so the clock of the computer does not matter. */
  function startCountdown() {
    var box = document.getElementById('timer');
    var shown = document.getElementById('time-left');
    var said = document.getElementById('time-said');
    var extension = document.getElementById('extension');
    var left = Number(box.getAttribute('data-remaining'));
    var offer = Number(box.getAttribute('data-offer'));
    var warnings = box.getAttribute('data-warnings').split(',').map(Number);
    var clock = window.performance && performance.now ? performance : Date;
    var start = clock.now();
    var warned = 0;

    function two(number) {
      return (number < 10 ? '0' : '') + number;
    }

    /* The smallest warning that has been reached, said once; a page opened between two of them says the earlier. */
    function warn(seconds) {
      var reached = 0;
      warnings.forEach(function (minutes) {
        if (seconds <= minutes * 60 && (reached === 0 || minutes < reached)) reached = minutes;
      });
      if (reached === 0 || reached === warned) return;
      warned = reached;
      var left = seconds === reached * 60 ? '' : '不到';
      said.textContent = '本页剩余时间' + left + reached + '分钟，请及时保存志愿。';
    }

    function tick() {
      var ms = left - (clock.now() - start);
      if (ms <= 0) {
        draft.flush(function () {
          window.location.replace(form.getAttribute('data-expired'));
        });
        return;
      }
      var seconds = Math.ceil(ms / 1000);
      shown.textContent = two(Math.floor(seconds / 60)) + ':' + two(seconds % 60);
      warn(seconds);
      if (ms <= offer) box.className = 'timer soon';
      if (ms <= offer && extension && extension.getAttribute('data-allowed') === 'true') {
        extension.className = '';
        extension.querySelector('button').disabled = false;
      }
      window.setTimeout(tick, 250);
    }
    tick();
  }
})();
