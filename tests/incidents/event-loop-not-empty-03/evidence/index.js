const mongoose = require('mongoose');
let ready;
exports.handler = (event, context, callback) => {
  ready = ready || mongoose.connect(process.env.MONGO_URL).then(() => console.log('mongoose connected'));
  ready.then(() => Coupon.findOne({ code: event.code }))
    .then((c) => {
      console.log(`coupon ${event.code} valid=${!!c}`);
      console.log('callback(null, { valid: true })');
      callback(null, { valid: !!c });
    })
    .catch(callback);
};
