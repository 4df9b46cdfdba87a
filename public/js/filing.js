/* The filing form: live look-up of codes, the draft kept every few seconds, the countdown. ES5 throughout. */
(function () {
  'use strict';
  var form = document.getElementById('filing');
  if (!form || !window.htmx) return;

  var summary = document.getElementById('summary');
  if (summary) summary.focus();

  startLookUp();
  var draft = startDraft();
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

  /* The field is red exactly while the hint beside it is. */
  function mark(field) {
    var red = document.getElementById(field.id + '-hint').querySelector('.error') !== null;
    field.parentNode.className = red ? 'row has-error' : 'row';
    if (red) field.setAttribute('aria-invalid', 'true');
    else field.removeAttribute('aria-invalid');
  }

  /* Names and red sentences beside the codes. A code looked up once on this page asks no second time. */
  function startLookUp() {
    var known = {};
    var prefix = form.getAttribute('data-look-up');
    var said = document.getElementById('hint-said');

    function fieldIn(slot, kind) {
      return slot.querySelector('[data-kind=' + kind + ']');
    }

    /* What stands in a slot's 院校 field, with its group, as the look-up takes it; null while it is no whole code. */
    function placeOf(slot) {
      var institution = fieldIn(slot, 'institution');
      var group = fieldIn(slot, 'group');
      var split = Number(institution.getAttribute('data-split'));
      var code = normalise(institution.value);
      if (!isCodeText(code)) return null;
      if (split) return code.slice(0, split) + '.' + code.slice(split);
      return group && group.value !== '' ? code + '.' + normalise(group.value) : code;
    }

    function isWhole(field) {
      return normalise(field.value).length === Number(field.getAttribute('data-length'));
    }

    function pathOf(field) {
      var slot = closestSlot(field);
      var kind = field.getAttribute('data-kind');
      var value = normalise(field.value);
      var place = placeOf(slot);
      if (kind === 'group' || kind === 'post' || !isCodeText(value) || place === null) return null;
      if (kind === 'institution') return prefix + '/' + encodeURIComponent(place);
      if (!isWhole(fieldIn(slot, 'institution'))) return null;
      return prefix + '/' + encodeURIComponent(place) + '/' + encodeURIComponent(value);
    }

    /* What the look-up cannot know, or a code is not, turns red with the draft's round trip. */
    function isCodeText(value) {
      return /^[0-9A-Z]{1,12}$/.test(value);
    }

    function put(field, html) {
      var hint = document.getElementById(field.id + '-hint');
      hint.innerHTML = html;
      mark(field);
      if (document.activeElement === field) said.textContent = hint.textContent.trim();
    }

    function lookUp(field) {
      var path = pathOf(field);
      if (path === null) {
        put(field, '');
        return;
      }
      if (known[path] !== undefined) {
        put(field, known[path]);
        return;
      }
      var asked = normalise(field.value);
      window.htmx.ajax('GET', path, {
        source: field,
        handler: function (_element, answer) {
          if (answer.xhr.status !== 200) return;
          known[path] = answer.xhr.responseText;
          if (normalise(field.value) === asked) put(field, known[path]);
        },
      });
    }

    function clearAdjustment(slot) {
      var filled = false;
      each(slot.querySelectorAll('.code'), function (field) {
        if (field.value !== '') filled = true;
      });
      if (filled) return;
      each(slot.querySelectorAll('input[type=radio]'), function (radio) {
        radio.checked = false;
      });
    }

    function changed(field) {
      lookUp(field);
      var slot = closestSlot(field);
      if (field.getAttribute('data-kind') !== 'major') {
        each(slot.querySelectorAll('[data-kind=major]'), function (major) {
          if (major.value !== '') lookUp(major);
        });
      }
      clearAdjustment(slot);
    }

    function isCode(target) {
      return target && target.className && String(target.className).indexOf('code') === 0;
    }

    var shown = {};
    function notice(event) {
      var field = event.target;
      if (!isCode(field)) return;
      var value = normalise(field.value);
      var whole = value.length >= Number(field.getAttribute('data-length')) || value === '';
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

  /* What is typed goes to the server two seconds after the last key; saving waits for nothing. */
  function startDraft() {
    var timer = null;
    var underWay = 0;
    var sent = {};

    function keep() {
      timer = null;
      window.htmx.trigger(form, 'draft-due');
    }
    function due() {
      if (timer) window.clearTimeout(timer);
      timer = window.setTimeout(keep, 2000);
    }
    function fieldOf(hint) {
      return document.getElementById(hint.id.replace(/-hint$/, ''));
    }
    function isCode(field) {
      return field && field.hasAttribute('data-kind');
    }

    form.addEventListener('input', due);
    form.addEventListener('change', due);
    form.addEventListener('submit', function () {
      if (timer) window.clearTimeout(timer);
    });

    form.addEventListener('htmx:beforeRequest', function (event) {
      if (event.target !== form) return;
      underWay += 1;
      sent = {};
      each(form.querySelectorAll('[data-kind]'), function (field) {
        sent[field.id] = field.value;
      });
    });

    /* An answer about what stood in a field earlier, or about half a code, is not put beside it. */
    document.addEventListener('htmx:oobBeforeSwap', function (event) {
      var field = fieldOf(event.target);
      if (!isCode(field)) return;
      var half = normalise(field.value).length < Number(field.getAttribute('data-length'));
      var typing = document.activeElement === field && half && field.value !== '';
      if (field.value !== sent[field.id] || typing) event.detail.shouldSwap = false;
    });
    form.addEventListener('htmx:afterRequest', function (event) {
      if (event.target !== form) return;
      underWay -= 1;
      each(form.querySelectorAll('[data-kind]'), mark);
    });

    function fail(attribute) {
      var status = document.getElementById('draft-status');
      status.innerHTML = document.getElementById(attribute).innerHTML;
    }
    form.addEventListener('htmx:responseError', function (event) {
      if (event.target !== form) return;
      var status = event.detail.xhr.status;
      fail(status === 401 || status === 403 ? 'signed-out' : 'draft-lost');
    });
    form.addEventListener('htmx:sendError', function (event) {
      if (event.target === form) fail('draft-lost');
    });

    return {
      /* Sends what is not sent yet, then goes on; goes on all the same when the server does not answer. */
      flush: function (next) {
        if (timer) {
          window.clearTimeout(timer);
          keep();
        }
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
      var left = seconds === reached * 60 ? '还有' : '不到';
      said.textContent = '距离填报结束' + left + reached + '分钟，请及时保存志愿。';
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
