/* 获取验证码 counts down until it may be pressed again; without this script a line beside it tells the seconds. */
(function () {
  'use strict';
  var button = document.getElementById('send-code');
  var said = document.getElementById('resend-said');
  var seconds = button ? Number(button.getAttribute('data-resend')) : 0;
  if (!(seconds > 0)) return;
  var until = Date.now() + seconds * 1000;
  var label = button.firstChild.nodeValue;
  if (said) said.parentNode.removeChild(said);

  function tick() {
    var left = Math.ceil((until - Date.now()) / 1000);
    button.disabled = left > 0;
    button.firstChild.nodeValue = left > 0 ? left + '秒恢复' : label;
    if (left > 0) window.setTimeout(tick, 250);
  }
  tick();
})();
