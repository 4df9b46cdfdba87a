export { createFollowControllers } from './follow.controller';
export { LONGEST_PICTURE_BYTES, type PictureKind, pictureKinds } from './picture';
export { createReviewControllers } from './review.controller';
export { createReviewServices, type ReviewServices } from './review.services';
export { findApplicant, findObjector, isParty } from './review-party';
export { accountReviewRoutes, reviewerRoutes } from './routes';
export { createSendingControllers } from './sending.controller';
