/* 招生计划: majors go into the 草表 in the order in which they were ticked; the page stays where it is. ES5 throughout. */
(function () {
  'use strict';
  var form = document.getElementById('ticks');
  if (!form) return;
  var order = form.querySelector('[name=order]');
  var ticked = [];

  function show() {
    order.value = ticked
      .map(function (box) {
        return box.value;
      })
      .join(',');
    Array.prototype.forEach.call(form.querySelectorAll('.tick'), function (label) {
      var place = ticked.indexOf(label.querySelector('input')) + 1;
      label.lastChild.nodeValue = place > 0 ? String(place) : '';
    });
  }
  Array.prototype.forEach.call(form.querySelectorAll('.tick'), function (label) {
    label.appendChild(document.createTextNode(''));
  });
  form.addEventListener('change', function (event) {
    var box = event.target;
    if (box.name !== 'tick') return;
    if (box.checked) ticked.push(box);
    else ticked.splice(ticked.indexOf(box), 1);
    show();
  });
  /* What was taken needs no tick any more. */
  form.addEventListener('htmx:afterRequest', function (event) {
    if (!event.detail.successful) return;
    ticked.forEach(function (box) {
      box.checked = false;
    });
    ticked = [];
    show();
  });
  form.addEventListener('htmx:responseError', function () {
    document.getElementById('sheet-said').textContent = '没有加入，请刷新页面后重试。';
  });
})();
