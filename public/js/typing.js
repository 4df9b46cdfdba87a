/* From field to field of the filing form: a full code and Enter go on, choices move; below, what is pasted. ES5 throughout. */
(function () {
  'use strict';
  var shared = window.zhiyuanForm;
  if (!shared) return;
  var form = shared.form;
  var kindOf = shared.kindOf;
  var lengthOf = shared.lengthOf;
  var normalise = shared.normalise;
  var closestSlot = shared.closestSlot;
  var ENTER = 13;
  var UP = 38;
  var DOWN = 40;
  var F2 = 113;
  var filling = false;

  selectStanding();
  startTyping();
  tellWhatFellAway();
  startMoves();

  /* The field on which the page opens is selected, as Tab would have it, unless somebody types there already. A
     browser may give it the focus before this script runs or behind it. */
  function selectStanding() {
    var field = form.querySelector('input[autofocus]');
    if (!field) return;
    if (document.activeElement === field) select();
    else field.addEventListener('focus', select);
    function select() {
      field.removeEventListener('focus', select);
      if (kindOf(field) && field.value === field.defaultValue) field.select();
    }
  }
  function each(list, visit) {
    Array.prototype.forEach.call(list, visit);
  }
  function listIn(slot, kind) {
    return Array.prototype.filter.call(slot.querySelectorAll('input'), function (field) {
      return kindOf(field) === kind;
    });
  }

  /* Code fields in their order, and of each 调剂 the button that Tab would reach. */
  function listStops() {
    return Array.prototype.filter.call(form.querySelectorAll('.slots input'), function (field) {
      if (field.type !== 'radio') return true;
      var chosen = field.parentNode.parentNode.querySelector('input:checked');
      return chosen ? field === chosen : field.id !== '';
    });
  }
  function standIn(field) {
    field.focus();
    if (kindOf(field)) field.select();
  }
  function standBehind() {
    var check = document.getElementById('check');
    if (check) check.focus();
  }
  function goOn(field) {
    var stops = listStops();
    var at = stops.indexOf(field);
    /* An answer of 调剂 that Tab would not reach stands for its fellow. */
    if (at < 0) at = stops.indexOf(field.parentNode.parentNode.querySelector('input:checked, input[id]'));
    var next = stops[at + 1];
    if (next) standIn(next);
    else standBehind();
  }

  /* Enter in an empty field ends what it would go on with: the majors of a choice, the choices of a section. */
  function leave(field) {
    var slot = closestSlot(field);
    var empty = field.value === '';
    if (empty && kindOf(field) === 'major') leaveMajors(slot, field);
    else if (empty && kindOf(field) === 'institution' && isEmpty(slot)) leaveSection(slot);
    else goOn(field);
  }
  function leaveMajors(slot, field) {
    var answer = slot.querySelector('input:checked') || slot.querySelector('input[type=radio]');
    var following = slot.nextElementSibling;
    if (answer) standIn(answer);
    else if (following) standIn(listIn(following, 'institution')[0]);
    else goOn(field);
  }
  function leaveSection(slot) {
    var sections = form.querySelectorAll('.slots');
    var following = sections[Array.prototype.indexOf.call(sections, slot.parentNode) + 1];
    if (following) standIn(listIn(following, 'institution')[0]);
    else standBehind();
  }
  function isEmpty(slot) {
    return Array.prototype.every.call(slot.querySelectorAll('input'), function (field) {
      return field.type === 'radio' ? !field.checked : field.value === '';
    });
  }

  function startTyping() {
    var composing = false;
    var before = {};
    form.addEventListener('compositionstart', function () {
      composing = true;
    });
    form.addEventListener('compositionend', function (event) {
      composing = false;
      advance(event.target);
    });
    form.addEventListener('focusin', function (event) {
      if (kindOf(event.target)) before[event.target.id] = normalise(event.target.value);
    });
    form.addEventListener('input', function (event) {
      if (!composing && !event.isComposing) advance(event.target);
    });
    /* Only a code that grew to its full length under the hand: correcting one stays where it is until it is whole. */
    function advance(field) {
      if (!kindOf(field) || filling) return;
      var value = normalise(field.value);
      var grew = value.length > (before[field.id] || '').length;
      before[field.id] = value;
      if (!grew || value.length !== lengthOf(field) || document.activeElement !== field) return;
      if (field.selectionStart === field.value.length) goOn(field);
    }

    form.addEventListener('keydown', function (event) {
      var field = event.target;
      var slot = closestSlot(field);
      if (composing || event.isComposing || !slot || field.tagName !== 'INPUT') return;
      if (event.altKey) moveByKey(event, slot);
      else if (event.keyCode === F2) openQuery(event, field);
      else if (event.keyCode === ENTER && !event.ctrlKey && !event.shiftKey) enter(event, field);
    });
    function moveByKey(event, slot) {
      if (event.keyCode !== UP && event.keyCode !== DOWN) return;
      event.preventDefault();
      arrange((event.keyCode === UP ? 'up:' : 'down:') + slot.id, slot);
    }
    function openQuery(event, field) {
      var button = field.parentNode.parentNode.querySelector('.query');
      if (!button) return;
      event.preventDefault();
      button.click();
    }
    function enter(event, field) {
      event.preventDefault();
      if (field.type === 'radio') goOn(field);
      else leave(field);
    }
    /* Enter behind a number moves the choice; Tab goes past the numbers above a list. */
    each(form.querySelectorAll('.move-to'), function (line) {
      line.addEventListener('keydown', function (event) {
        if (event.keyCode !== ENTER || event.target.tagName !== 'INPUT') return;
        event.preventDefault();
        line.querySelector('button').click();
      });
    });
    each(form.querySelectorAll('.slot-numbers a'), function (number) {
      number.tabIndex = -1;
      number.addEventListener('click', function (event) {
        var slot = document.getElementById(number.getAttribute('href').slice(1));
        if (!slot) return;
        event.preventDefault();
        slot.scrollIntoView();
        standIn(listIn(slot, 'institution')[0]);
      });
    });
    each(form.querySelectorAll('.slots input'), function (field) {
      if (kindOf(field)) field.setAttribute('enterkeyhint', 'next');
    });
    /* Out of the way between two codes; F2 presses the one beside the field. */
    each(form.querySelectorAll('.query'), function (button) {
      button.tabIndex = -1;
      button.title = '在代号栏中按F2';
      button.setAttribute('aria-keyshortcuts', 'F2');
    });
  }

  /*
   * Behind the last code stands 调剂 or 检查, where a digit that is typed goes nowhere: a sentence says so, beside it and
   * to screen readers, until one goes on. What it would have meant is not guessed.
   */
  function tellWhatFellAway() {
    var FIRST = 48;
    var LAST_LETTER = 90;
    var FIRST_OF_PAD = 96;
    var LAST_OF_PAD = 105;
    var said = document.getElementById('hint-said');
    form.addEventListener('keydown', function (event) {
      var code = event.keyCode;
      var isRadio = event.target.type === 'radio' && closestSlot(event.target);
      if (event.ctrlKey || event.altKey || event.metaKey || (!isRadio && event.target.id !== 'check')) return;
      if (code >= FIRST_OF_PAD && code <= LAST_OF_PAD) code -= FIRST_OF_PAD - FIRST;
      if (code < FIRST || code > LAST_LETTER || (code > FIRST + 9 && code < 65)) return;
      tell(event.target, isRadio, String.fromCharCode(code));
    });
    function tell(at, isRadio, key) {
      var line = isRadio ? at.parentNode.parentNode : at.parentNode;
      var hint = line.querySelector('.fell-away');
      if (!hint) {
        hint = document.createElement('span');
        hint.className = 'hint warn fell-away';
        line.appendChild(hint);
        line.addEventListener('focusout', clear);
        line.addEventListener('change', clear);
      }
      hint.textContent =
        '刚才键入的“' +
        key +
        '”没有填入：' +
        (isRadio
          ? '这里是专业调剂，请按空格键或方向键选择，再按回车键到下一栏。'
          : '代号栏已到最后一栏，要修改请按Shift+Tab返回。');
      if (said) said.textContent = hint.textContent;
      function clear() {
        hint.textContent = '';
      }
    }
  }

  /* The buttons of a choice, in its title and out of the way of Tab; the page of 调整志愿顺序 has them for the keyboard. */
  function startMoves() {
    var path = form.getAttribute('data-arrange');
    if (!path || form.querySelector('.moves')) return;
    each(form.querySelectorAll('.slots'), function (section) {
      var slots = section.querySelectorAll('.slot');
      if (slots.length < 2) return;
      each(slots, function (slot, index) {
        var title = slot.querySelector('legend').textContent;
        var moves = document.createElement('p');
        moves.className = 'moves';
        if (index > 0) moves.appendChild(makeMove('up', '上移', title + '上移', slot, path));
        if (index < slots.length - 1) moves.appendChild(makeMove('down', '下移', title + '下移', slot, path));
        if (section.hasAttribute('data-insert'))
          moves.appendChild(makeMove('insert', '插入', '在' + title + '前插入一行', slot, path));
        moves.appendChild(makeMove('remove', '删除', '删除' + title, slot, path));
        slot.insertBefore(moves, slot.querySelector('legend').nextSibling);
      });
    });
  }
  function makeMove(kind, word, name, slot, path) {
    var button = document.createElement('button');
    button.className = 'second small';
    button.name = 'arrange';
    button.value = kind + ':' + slot.id;
    button.setAttribute('formaction', path);
    button.setAttribute('aria-label', name);
    button.tabIndex = -1;
    button.textContent = word;
    return button;
  }

  /* Through a button, so that the form is submitted as by hand. */
  function arrange(word, slot) {
    var path = form.getAttribute('data-arrange');
    if (!path || slot.parentNode.querySelectorAll('.slot').length < 2) return;
    var button = makeMove('', '', '', slot, path);
    button.value = word;
    button.className = 'hidden';
    form.appendChild(button);
    button.click();
  }
  shared.arrange = arrange;
  shared.listIn = listIn;
  shared.standIn = standIn;
  shared.goOn = goOn;
  /* What is filled in by a script does not go on from field to field. */
  shared.fillIn = function (fill) {
    filling = true;
    fill();
    filling = false;
  };
})();

/* Codes that are pasted into a code field: one line fills its choice, 专业 fill theirs, a list is looked at first. */
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
