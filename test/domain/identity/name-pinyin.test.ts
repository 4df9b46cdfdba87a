import { listNamePinyin } from '../../../src/domain/identity/name-pinyin';

describe('a name in pinyin', () => {
  it.each([
    ['秦知远', ['qinzhiyuan', 'zhiyuanqin']],
    ['吕静', ['lvjing', 'jinglv', 'lujing', 'jinglu']],
    ['欧阳静宜', ['ouyangjingyi', 'yangjingyiou']],
    ['曾晟', ['zengsheng', 'shengzeng']],
    ['阿卜杜·热合曼', ['abodureheman', 'bodurehemana']],
    ['丽', ['li']],
    ['Anna', []],
    ['', []],
  ])('%p is typed %j', (name, spelt) => expect(listNamePinyin(name)).toEqual(spelt));

  it('reads the hundred commonest surnames', () => {
    const surnames =
      '王wang李li张zhang刘liu陈chen杨yang赵zhao黄huang周zhou吴wu徐xu孙sun胡hu朱zhu高gao林lin何he郭guo马ma罗luo梁liang' +
      '宋song郑zheng谢xie韩han唐tang冯feng于yu董dong萧xiao程cheng曹cao袁yuan邓deng许xu傅fu沈shen曾zeng彭peng吕lv苏su' +
      '卢lu蒋jiang蔡cai贾jia丁ding魏wei薛xue叶ye阎yan余yu潘pan杜du戴dai夏xia钟zhong汪wang田tian任ren姜jiang范fan方fang' +
      '石shi姚yao谭tan廖liao邹zou熊xiong金jin陆lu郝hao孔kong白bai崔cui康kang毛mao邱qiu秦qin江jiang史shi顾gu侯hou邵shao' +
      '孟meng龙long万wan段duan雷lei钱qian汤tang尹yin黎li易yi常chang武wu乔qiao贺he赖lai龚gong文wen';
    const pairs = [...surnames.matchAll(/(\p{Script=Han})([a-z]+)/gu)].map(([, name, read]) => [name, read]);
    expect(pairs.length).toBeGreaterThan(99);
    expect(pairs.map(([name = '']) => [name, listNamePinyin(name)[0]])).toEqual(pairs);
  });
});
