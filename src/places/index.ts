export {
  type Chosen,
  chooseCity,
  chooseCounty,
  chooseSchool,
  loadPlaceChooser,
  type PlaceChooser,
  type PlaceFault,
} from './choose-place';
export { presentPlaceFault, showPlace, showSchool } from './place.presenter';
export {
  listNamedSchools,
  type NamedPlace,
  type NamedSchool,
  nameCities,
  nameCounties,
  nameSchools,
} from './place.repository';
export { listPlaceChoices, type PlaceChoices } from './place-choices';
