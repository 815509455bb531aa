// Jest transformer: Node's own type stripping, the same that runs the sources outside of jest.
const { createHash } = require('node:crypto');
const { stripTypeScriptTypes } = require('node:module');

module.exports = {
  process: (source) => ({ code: stripTypeScriptTypes(source, { mode: 'strip' }) }),
  getCacheKey: (source, filename) =>
    createHash('sha256').update([process.version, filename, source].join('\0')).digest('hex'),
};
