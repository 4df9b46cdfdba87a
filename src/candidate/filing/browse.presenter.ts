import { presentCoolingEnd } from '../../domain/batches/cooling.presenter';
import { presentSaveCount } from '../../domain/batches/saves-left.presenter';
import type { ApplicationVersion } from '../../domain/choice-lists/application.repository';
import { formatCheckValue, toChoiceList } from '../../domain/choice-lists/canonical-body';
import { nameDevice } from '../../infrastructure/browser-name';
import { formatInstant, formatInterval } from '../../infrastructure/format-time';
import type { BatchStanding } from '../../rules/filing/batch-standing';
import { listChanges } from '../../rules/filing/changes';
import type { Batch } from '../../rules/pack/rule-pack';

interface Receipt {
  readonly saveNumber: number;
  readonly checkValue: string;
  /** 第2次保存时间：2021年06月10日 10:01:41 */
  readonly saved: string;
  readonly left: string;
  readonly cooling: string;
}

/** 重要提示 on 浏览 (M6; figures 12 and 18). */
export function presentBrowse(batch: Batch, version: ApplicationVersion, standing: BatchStanding): Receipt {
  const { quota } = standing;
  const interval = formatInterval(batch.cooldownMinutes);
  return {
    saveNumber: version.saveNumber,
    checkValue: formatCheckValue(version.hash),
    saved: `第${version.saveNumber}次保存时间：${formatInstant(version.savedAt)}（最终以系统为准）`,
    left: quota.savesLeft === 0 ? '修改次数已用完' : `还可以修改${presentSaveCount(quota.savesLeft)}次`,
    cooling:
      quota.state === 'cooldown'
        ? `距离上次保存志愿未满${interval}，暂无法修改！${presentCoolingEnd(batch, quota)} 后可以修改。`
        : '',
  };
}

interface VersionRow {
  readonly id: number;
  readonly batchName: string;
  readonly saved: string;
  readonly address: string;
  readonly device: string;
  readonly change: string;
  readonly checkValue: string;
}

/** The computer or phone in use, and what each known one said of itself when it signed in. */
interface OwnDevices {
  readonly device: string;
  readonly browsers: ReadonlyMap<string, string>;
}

/** One line of 我的保存记录, against the version of the same group before it. */
export function presentVersionRow(
  version: ApplicationVersion,
  earlier: ApplicationVersion | null,
  own: OwnDevices,
): VersionRow {
  return {
    id: version.id,
    batchName: version.body.batch.name,
    saved: `第${version.saveNumber}次保存，${formatInstant(version.savedAt)}`,
    address: version.address,
    device: presentDevice(version, own),
    change: describeChange(version, earlier),
    checkValue: formatCheckValue(version.hash),
  };
}

function presentDevice({ restoredBy, typedBy, device }: ApplicationVersion, own: OwnDevices): string {
  if (restoredBy !== null) return '省招办恢复';
  if (typedBy !== null) return '县（市、区）招生考试机构按纸质志愿表录入';
  return nameDevice(device, own.browsers.get(device) ?? '', own.device);
}

function describeChange(version: ApplicationVersion, earlier: ApplicationVersion | null): string {
  if (earlier === null) return '首次填报';
  if (earlier.batch !== version.batch) return `覆盖【${earlier.body.batch.name}】`;
  const changes = listChanges(toChoiceList(earlier.body), toChoiceList(version.body));
  return changes.length === 0 ? '内容没有变化' : `修改了${changes.length}个志愿`;
}
