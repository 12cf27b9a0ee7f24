/** The names of a configuration, which is never taken for a policy; a new one gets the first. */
export const configNames: readonly string[] = ['iamscope.yaml', 'iamscope.yml'];
export const configName = 'iamscope.yaml';
