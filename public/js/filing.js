/* The filing form: live look-up of codes, the draft kept every few seconds, the countdown. ES5 throughout. */
(function () {
  'use strict';
  var form = document.getElementById('filing');
  if (!form || !window.htmx) return;

  startLookUp();
  startDraft();
  startCountdown();

  function each(list, visit) {
    Array.prototype.forEach.call(list, visit);
  }

  /* Names and red sentences beside the codes. A code looked up once on this page asks no second time. */
  function startLookUp() {
    var known = {};
    var prefix = form.getAttribute('data-look-up');

    function normalise(text) {
      var half = text.replace(/[\uff01-\uff5e]/g, function (wide) {
        return String.fromCharCode(wide.charCodeAt(0) - 0xfee0);
      });
      return half.replace(/\s/g, '').toUpperCase();
    }

    function fieldIn(slot, kind) {
      return slot.querySelector('[data-kind=' + kind + ']');
    }

    function pathOf(field) {
      var slot = closestSlot(field);
      var kind = field.getAttribute('data-kind');
      var institution = fieldIn(slot, 'institution');
      var group = fieldIn(slot, 'group');
      var code = normalise(institution.value);
      var length = Number(institution.getAttribute('data-length'));
      var value = normalise(field.value);
      if (value === '' || kind === 'group' || kind === 'post') return null;
      if (kind === 'institution') return prefix + '/' + encodeURIComponent(code);
      if (code.length !== length) return null;
      if (group && group.value !== '') code += '.' + normalise(group.value);
      return prefix + '/' + encodeURIComponent(code) + '/' + encodeURIComponent(value);
    }

    function put(field, html) {
      var hint = document.getElementById(field.id + '-hint');
      hint.innerHTML = html;
      var red = hint.querySelector('.error') !== null;
      field.parentNode.className = red ? 'row has-error' : 'row';
      if (red) field.setAttribute('aria-invalid', 'true');
      else field.removeAttribute('aria-invalid');
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
    function due() {
      if (timer) window.clearTimeout(timer);
      timer = window.setTimeout(function () {
        window.htmx.trigger(form, 'draft-due');
      }, 2000);
    }
    form.addEventListener('input', due);
    form.addEventListener('change', due);
    form.addEventListener('submit', function () {
      if (timer) window.clearTimeout(timer);
    });
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

    function two(number) {
      return (number < 10 ? '0' : '') + number;
    }

    function tick() {
      var ms = left - (clock.now() - start);
      if (ms <= 0) {
        window.location.replace(form.getAttribute('data-expired'));
        return;
      }
      var seconds = Math.ceil(ms / 1000);
      shown.textContent = two(Math.floor(seconds / 60)) + ':' + two(seconds % 60);
      warnings.forEach(function (minutes) {
        if (seconds === minutes * 60)
          said.textContent = '距离填报结束还有' + minutes + '分钟，请及时保存志愿。';
      });
      if (ms <= 300000) box.className = 'timer soon';
      if (ms <= offer && extension && extension.getAttribute('data-allowed') === 'true') {
        extension.className = '';
        extension.querySelector('button').disabled = false;
      }
      window.setTimeout(tick, 250);
    }
    tick();
  }
})();
