import { get, post } from '../../infrastructure/http/route';
import { type OfficeRoute, officers } from '../as-officer';
import type { ReviewControllers } from './review.controller';

const reviewers = officers('reviewer');

/** The reviewers' half; to every other role none of it exists. */
export function reviewerRoutes(review: ReviewControllers): readonly OfficeRoute[] {
  return [
    get('/office/reviews', reviewers, review.list, { menu: '身份核验审核' }),
    get('/office/reviews/:review', reviewers, review.show),
    post('/office/reviews/:review/opening', reviewers, review.open),
    post('/office/reviews/:review/verdict', reviewers, review.judge),
    get('/office/reviews/:review/pictures/:picture', reviewers, review.showPicture),
    get('/office/reviews/:review/pictures/:picture/blurred', reviewers, review.showBlurred),
  ];
}
