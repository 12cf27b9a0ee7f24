// A library file, loaded when a page in Markdown may hold policies.
export { markdownBlocks } from '../../carriers/documentation/markdown.ts';
