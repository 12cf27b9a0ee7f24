// A library file, loaded when a page of documentation may hold policies.
export { pageCarrier } from '../../carriers/documentation/code-block.ts';
export { markdownBlocks } from '../../carriers/documentation/markdown.ts';
export { restructuredTextBlocks } from '../../carriers/documentation/restructured-text.ts';
