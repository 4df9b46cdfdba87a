import { CandidatePage } from './candidate-page';
import { ProofPage } from './proof-page';

/** 不是我操作, before it is confirmed. */
export class DisputePage extends CandidatePage {
  protected readonly heading = '不是我操作';
}

export class FrozenPage extends CandidatePage {
  protected readonly heading = '志愿已冻结';
}

export class ThawPage extends ProofPage {
  protected readonly heading = '解冻志愿';
}
