import { Router } from 'express';
import type { AsOfficer } from '../as-officer';
import type { ReviewControllers } from './review.controller';

/** The reviewers' half; to every other role none of it exists. */
export function reviewerRoutes(review: ReviewControllers, asOfficer: AsOfficer): Router {
  const router = Router();
  const reviewers = ['reviewer'] as const;
  router.get('/office/reviews', asOfficer(reviewers, review.list));
  router.get('/office/reviews/:review', asOfficer(reviewers, review.show));
  router.post('/office/reviews/:review/opening', asOfficer(reviewers, review.open));
  router.post('/office/reviews/:review/verdict', asOfficer(reviewers, review.judge));
  router.get('/office/reviews/:review/pictures/:picture', asOfficer(reviewers, review.showPicture));
  router.get('/office/reviews/:review/pictures/:picture/blurred', asOfficer(reviewers, review.showBlurred));
  return router;
}
