import { CandidatePage } from './candidate-page';

/** The 是/否 page: 否 is a link back to the home page. */
export class OverwritePage extends CandidatePage {
  protected readonly heading = '重要提示';
}
