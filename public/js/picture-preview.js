/* A chosen picture is shown, with its size: a wrong or too large one is seen before it is sent. ES5 throughout. */
(function () {
  'use strict';
  var LARGEST = 300 * 1024;
  if (!window.FileReader) return;
  Array.prototype.forEach.call(document.querySelectorAll('input[type=file]'), function (field) {
    var shown = document.createElement('p');
    shown.className = 'preview';
    shown.setAttribute('role', 'status');
    field.parentNode.appendChild(shown);
    field.addEventListener('change', function () {
      var file = field.files && field.files[0];
      shown.textContent = '';
      if (!file) return;
      var kilobytes = Math.ceil(file.size / 1024);
      var says = file.size > LARGEST ? '超过300KB，请压缩或裁剪后重新选择。' : '可以提交。';
      var reader = new FileReader();
      reader.onload = function () {
        var picture = document.createElement('img');
        picture.alt = '所选照片的预览';
        picture.src = reader.result;
        shown.appendChild(picture);
      };
      shown.className = file.size > LARGEST ? 'preview error' : 'preview';
      shown.textContent = kilobytes + 'KB，' + says;
      if (/^image\//.test(file.type)) reader.readAsDataURL(file);
    });
  });
})();
