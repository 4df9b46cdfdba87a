/* Codes that are pasted into a code field: one line fills its choice, 专业 fill theirs, a list is looked at first. ES5 throughout. */
(function () {
  'use strict';
  var shared = window.zhiyuanForm;
  if (!shared || !shared.fillIn) return;
  var form = shared.form;
  var kindOf = shared.kindOf;
  var lengthOf = shared.lengthOf;
  var normalise = shared.normalise;
  var listIn = shared.listIn;
  var ADJUSTMENTS = { 同意: 'agree', 服从: 'agree', 不同意: 'refuse', 不服从: 'refuse' };
  var SEPARATORS = /[\s,，、;；|]+/;

  form.addEventListener('paste', function (event) {
    /* IE has the clipboard at the window. */
    var data = event.clipboardData || window.clipboardData;
    if (!kindOf(event.target) || !data) return;
    var text = (data.getData('Text') || '').replace(/^\s+|\s+$/g, '');
    if ((SEPARATORS.test(text) || isJoined(text, event.target)) && take(text, event.target))
      event.preventDefault();
  });

  function take(text, field) {
    var slot = shared.closestSlot(field);
    if (kindOf(field) === 'major' && takeMajors(text, slot, field)) return true;
    var codes = readLine(text, slot);
    if (!codes || !isFree(slot, field)) return send(text, slot);
    fill(slot, codes);
    return true;
  }

  function isCode(word, field) {
    return !!field && /^[0-9A-Z]+$/.test(word) && word.length === lengthOf(field);
  }

  /* 院校 and 专业组 without a blank between them, as commercial tables have them: 4625101. */
  function isJoined(text, field) {
    var slot = shared.closestSlot(field);
    var group = listIn(slot, 'group')[0];
    var word = normalise(text);
    return (
      kindOf(field) === 'institution' &&
      !!group &&
      /^[0-9A-Z]+$/.test(word) &&
      word.length === lengthOf(field) + lengthOf(group)
    );
  }

  /* A line or a column of 专业 alone, from the field it was pasted into on, where those behind it are free. */
  function takeMajors(text, slot, field) {
    var majors = listIn(slot, 'major');
    var from = majors.slice(majors.indexOf(field));
    var words = text.split(SEPARATORS).map(normalise);
    var fits = words.every(function (word, index) {
      return isCode(word, from[index]) && (index === 0 || from[index].value === '');
    });
    if (!fits) return false;
    shared.fillIn(function () {
      words.forEach(function (word, index) {
        set(from[index], word);
      });
    });
    shared.goOn(from[words.length - 1]);
    return true;
  }

  function isFree(slot, field) {
    return Array.prototype.every.call(slot.querySelectorAll('input'), function (one) {
      return one === field || (one.type === 'radio' ? !one.checked : one.value === '');
    });
  }

  /* The words of a line: a number in front of the code is no code. */
  function splitLine(text, institution) {
    var words = text.split(SEPARATORS).map(normalise);
    return /^\d{1,2}[.．]?$/.test(words[0]) &&
      (isCode(words[1] || '', institution) || isJoined(words[1] || '', institution))
      ? words.slice(1)
      : words;
  }

  /* 4625101 as two codes. */
  function partPlace(words, institution, group) {
    var at = lengthOf(institution);
    if (!group || !isJoined(words[0], institution)) return words;
    return [words[0].slice(0, at), words[0].slice(at)].concat(words.slice(1));
  }

  function areMajors(words, majors) {
    return (
      words.length <= majors.length &&
      words.every(function (word) {
        return isCode(word, majors[0]);
      })
    );
  }

  /* 2459 09 10 11 同意, 2459 101 09 10 同意; null for anything else. */
  function readLine(text, slot) {
    var majors = listIn(slot, 'major');
    var institution = listIn(slot, 'institution')[0];
    var group = listIn(slot, 'group')[0];
    if (/[\r\n]/.test(text) || listIn(slot, 'post').length) return null;
    var words = partPlace(splitLine(text, institution), institution, group);
    var answer = ADJUSTMENTS[words[words.length - 1]] || '';
    var codes = {
      institution: words[0] || '',
      group: group ? words[1] || '' : '',
      majors: words.slice(group ? 2 : 1, answer ? -1 : undefined),
      answer: answer,
    };
    return isPlace(codes, institution, group) && areMajors(codes.majors, majors) ? codes : null;
  }

  function isPlace(codes, institution, group) {
    return isCode(codes.institution, institution) && (!group || isCode(codes.group, group));
  }

  function fill(slot, codes) {
    var majors = listIn(slot, 'major');
    var institution = listIn(slot, 'institution')[0];
    var group = listIn(slot, 'group')[0];
    var answer = slot.querySelector('input[value=' + (codes.answer || 'agree') + '][type=radio]');
    shared.fillIn(function () {
      set(institution, codes.institution);
      if (group) set(group, codes.group);
      codes.majors.forEach(function (code, index) {
        set(majors[index], code);
      });
      if (answer && codes.answer) answer.checked = true;
    });
    if (majors.length && !codes.majors.length) shared.standIn(majors[0]);
    else if (answer && !codes.answer) shared.standIn(slot.querySelector('input[type=radio]'));
    else shared.goOn(answer || majors[majors.length - 1] || institution);
  }

  function set(field, value) {
    var event = document.createEvent('Event');
    field.value = value;
    event.initEvent('input', true, false);
    field.dispatchEvent(event);
  }

  function send(text, slot) {
    var box = document.getElementById('pasted');
    if (!box) return false;
    var at = document.createElement('input');
    at.type = 'hidden';
    at.name = 'pastedAt';
    at.value = slot.id;
    form.appendChild(at);
    box.value = text;
    document.getElementById('pasting').click();
    return true;
  }
})();
