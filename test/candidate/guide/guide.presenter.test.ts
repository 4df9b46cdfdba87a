import { presentGuideNumbers } from '../../../src/candidate/guide/guide.presenter';
import { loadPack } from '../../rules/filing/filing';

const pack = loadPack('henan-2021');

describe('the numbers of the guide', () => {
  it('are said once where all batches have them', () => {
    const same = pack.batches.map((batch) => ({
      ...batch,
      maxSaves: 5,
      cooldownMinutes: 90,
      formMinutes: 30,
    }));
    expect(presentGuideNumbers({ ...pack, batches: same })).toMatchObject({
      saves: '5次',
      modifications: '4次',
      cooldown: '90分钟',
      time: '30分钟',
      lastStep: '90分钟后修改',
    });
  });

  it('name the batches that have others, wherever those stand', () => {
    const [first, second, ...rest] = pack.batches.map((batch) => ({
      ...batch,
      maxSaves: 5,
      cooldownMinutes: 60,
    }));
    if (first === undefined || second === undefined) throw new Error('the pack has too few batches');
    const others = [{ ...first, maxSaves: 3 }, { ...second, maxSaves: 3, cooldownMinutes: 30 }, ...rest];
    expect(presentGuideNumbers({ ...pack, batches: others })).toMatchObject({
      saves: `5次（${first.name}、${second.name}为3次）`,
      modifications: `4次（${first.name}、${second.name}为2次）`,
      cooldown: `1小时（${second.name}为30分钟）`,
      lastStep: '需要时修改',
    });
  });

  it('tell of 院校专业组 and of who is limited where a pack has them', () => {
    expect(presentGuideNumbers(pack)).toMatchObject({ groupLength: 0, caps: [] });
    const grouped = presentGuideNumbers(loadPack('henan-2026'));
    expect(grouped.groupLength).toBe(3);
    expect(grouped.caps).toEqual([expect.stringContaining('最多填报24个院校专业组志愿')]);
    expect(grouped.time).toBe('50分钟');
  });
});
