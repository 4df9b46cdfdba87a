(function () {
  document.documentElement.className += ' scripted';
  var button = document.querySelector('[data-print]');
  if (!button) return;
  button.addEventListener('click', function () {
    window.print();
  });
})();
