export { createAnnouncementControllers } from './announcement.controller';
export { type AnnouncementService, createAnnouncementService, publish } from './announcement.service';
export { announcementRoutes } from './routes';
