import { formatMinute } from '../../infrastructure/format-time';
import {
  neededKinds,
  type PictureFault,
  type PictureFaults,
  type PictureKind,
  pictureKinds,
} from './picture';

export const pictureNames: Readonly<Record<PictureKind, string>> = {
  emblem: '国徽面',
  portrait: '人像面',
  inHand: '手持证件',
};

const hints: Readonly<Record<PictureKind, string>> = {
  emblem: '有国徽的一面（其他证件为封面或签发页）。',
  portrait: '有本人照片的一面（其他证件为资料页）。',
  inHand: '可以不传。本人手持证件人像面，脸和证件都要清楚。',
};

const sentences: Readonly<Record<PictureFault, string>> = {
  missing: '请选择{name}照片！',
  empty: '{name}照片是空文件，请重新选择！',
  tooLong: '{name}照片超过8MB，请压缩或裁剪后重新选择！',
  wrongType: '{name}照片不是JPG、PNG或GIF图片（按文件内容判断），请重新选择！',
  heic: '{name}照片是HEIC格式，系统不能读取。苹果手机请在“设置→相机→格式”中选择“兼容性最佳”后重新拍摄，或截屏后选择截图！',
  unreadable: '{name}照片已损坏，无法打开，请重新拍摄后选择！',
  tooManyPixels: '{name}照片的像素太多（JPG最多6500万，其他格式最多1600万），请缩小后重新选择！',
  tooSmall: '{name}照片太小，宽和高都不能少于200像素，请重新拍摄后选择！',
  twice: '{name}照片与另一张照片相同，请重新选择！',
  used: '{name}照片在其他账号的申请中使用过，请本人重新拍摄后选择！',
};

/** One field of the form. */
interface PictureField {
  readonly kind: PictureKind;
  readonly name: string;
  readonly needed: boolean;
  readonly hint: string;
  /** When it came; '' where it did not. */
  readonly received: string;
  /** The red sentence; '' where there is none. */
  readonly error: string;
}

export function presentPictureFields(
  received: ReadonlyMap<PictureKind, Date>,
  faults: PictureFaults,
): readonly PictureField[] {
  return pictureKinds.map((kind) => {
    const at = received.get(kind);
    const fault = faults[kind];
    return {
      kind,
      name: pictureNames[kind],
      needed: neededKinds.includes(kind),
      hint: hints[kind],
      received: at === undefined ? '' : formatMinute(at),
      error: fault === undefined ? '' : sentences[fault].replace('{name}', pictureNames[kind]),
    };
  });
}
