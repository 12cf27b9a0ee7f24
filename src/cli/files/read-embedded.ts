// A library file, loaded when JSON or YAML may hold policies in other forms than as they are.
export { embeddedCarrier } from '../../carriers/embedded-documents.ts';
