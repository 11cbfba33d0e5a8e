const mongoose = require('mongoose');

let conn;

module.exports.handler = (event, context, callback) => {
  console.log('getProfile', event.pathParameters.id);
  if (!conn) {
    conn = mongoose.createConnection(process.env.MONGO_URL, { maxPoolSize: 5 });
    conn.model('Profile', new mongoose.Schema({}, { strict: false }), 'profiles');
  }
  const started = Date.now();
  conn.model('Profile').findById(event.pathParameters.id).lean().then((p) => {
    console.log(`profile loaded in ${Date.now() - started} ms`);
    const body = JSON.stringify(p);
    console.log(`callback 200, ${body.length} bytes`);
    callback(null, { statusCode: 200, body });
  }, callback);
};
