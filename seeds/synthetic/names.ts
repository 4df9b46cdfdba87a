import type { Random } from '../demo/plan/random';

const SURNAMES = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤',
];
const MALE = [...'伟强磊军洋勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯俊帆帅旭龙林峰轩博文昊然泽宸睿哲航'];
const FEMALE = [...'芳娜敏静丽艳娟霞秀玲桂英洁梅琳雪婷雅倩颖露瑶怡欣佳慧莹蕊彤萱涵语诗梦琪悦'];
const MINORITIES = ['回', '满', '蒙古', '土家', '苗', '维吾尔', '壮', '彝', '藏', '朝鲜'];

/** A name of two or three characters. */
export function drawName(random: Random, sex: 'male' | 'female'): string {
  const given = sex === 'male' ? MALE : FEMALE;
  return random.pick(SURNAMES) + random.pick(given) + (random.chance(0.82) ? random.pick(given) : '');
}

/** Nine in a hundred belong to a minority where the special plans look for them; here two do. */
export function drawEthnicity(random: Random): string {
  return random.chance(0.02) ? random.pick(MINORITIES) : '汉';
}
