/* Choices of a 草表 are dragged by their titles; the buttons 上移 and 下移 stay for keyboard and touch. ES5 throughout. */
(function () {
  'use strict';
  var form = document.getElementById('filing');
  if (!form || !window.zhiyuanForm || !form.querySelector('.moves')) return;
  var dragged = null;

  function each(list, visit) {
    Array.prototype.forEach.call(list, visit);
  }

  /* The id of a slot is section and number: parallel-3. */
  function sectionOf(slot) {
    return slot.id.replace(/-\d+$/, '');
  }

  function takes(slot) {
    return dragged !== null && dragged !== slot && sectionOf(dragged) === sectionOf(slot);
  }

  function mark(slot, on) {
    slot.className = on ? 'slot drop-here' : 'slot';
  }

  function move(slot, before) {
    window.zhiyuanForm.arrange('move:' + slot.id + ':' + before.id.replace(/^.*-/, ''), slot);
  }
  each(form.querySelectorAll('.slot'), function (slot) {
    var handle = slot.querySelector('legend');
    if (!slot.querySelector('.moves')) return;
    handle.setAttribute('draggable', 'true');
    handle.title = '按住拖动可以调整顺序';

    handle.addEventListener('dragstart', function (event) {
      dragged = slot;
      event.dataTransfer.effectAllowed = 'move';
      /* Firefox drags nothing without data, and IE knows this kind alone. */
      event.dataTransfer.setData('Text', slot.id);
    });
    handle.addEventListener('dragend', function () {
      dragged = null;
      each(form.querySelectorAll('.drop-here'), function (other) {
        mark(other, false);
      });
    });
    slot.addEventListener('dragover', function (event) {
      if (!takes(slot)) return;
      event.preventDefault();
      mark(slot, true);
    });
    slot.addEventListener('dragleave', function () {
      if (takes(slot)) mark(slot, false);
    });
    slot.addEventListener('drop', function (event) {
      if (!takes(slot)) return;
      event.preventDefault();
      move(dragged, slot);
    });
  });
})();
