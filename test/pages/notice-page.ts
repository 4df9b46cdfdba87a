import { CandidatePage } from './candidate-page';

export class NoticePage extends CandidatePage {
  protected readonly heading = '志愿填报须知';
}
