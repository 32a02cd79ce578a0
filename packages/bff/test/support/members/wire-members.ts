/** PayKKa's members by their paths. Source: PayKKa API reference v3, "Transaction", and what public code of PayKKa sends. */

/** Every member of the purchase that the reference shows. */
export const PURCHASE_EXAMPLE = [
  ...['trans_id', 'merchant_id', 'payment_type', 'authorisation_type', 'capture_method'],
  ...['timestamp', 'currency', 'amount', 'return_url'],
  ...under('payment', ['payment_method', 'shopper_reference', 'card_no', 'exp_year', 'exp_month', 'cvv']),
  ...under('payment', ['holder_name', 'holder_email']),
  ...under('browser', ['user_agent', 'color_depth', 'language', 'java_enabled', 'device_type']),
  ...under('browser', ['terminal_type', 'device_os', 'timezone_offset', 'screen_height', 'screen_width']),
  ...under('browser', ['cookies', 'device_finger_print_id']),
  ...under('goods[]', ['id', 'name', 'category', 'brand', 'link', 'price', 'quantity']),
  ...under('goods[]', ['delivery_date', 'picture_url']),
  ...under('bill', ['billing_address_collection', 'first_name', 'last_name', 'address_line1', 'country']),
  ...under('bill', ['state', 'city', 'postal_code', 'email', 'area_code', 'phone_number', 'descriptor']),
  ...under('shipping', ['first_name', 'last_name', 'address_line1', 'country', 'state', 'city', 'email']),
  ...under('shipping', ['postal_code', 'area_code', 'phone_number']),
  ...under('customer', ['order_ip', 'pay_ip']),
  'authentication.challenge_indicator',
]

/** Members that the example leaves out. */
export const PURCHASE_FURTHER = [
  ...under('customer', ['id', 'registration_time', 'past_transactions', 'area_code', 'phone_number']),
  ...under('customer', ['date_of_birth', 'gender', 'first_shopping_time', 'last_shopping_time', 'level']),
  'customer.email',
  ...['goods[].description', 'browser.fraud_detection_id'],
  ...['bill.middle_name', 'bill.address_line2', 'shipping.middle_name', 'shipping.address_line2'],
  ...['notify_url', 'mit', 'recurring_agreement_id', 'expire_time', 'authentication.authentication_only'],
  ...under('payment', ['store_payment_method', 'token_usage', 'token', 'token_data']),
  ...under('payment', ['encrypted_card_no', 'encrypted_exp_year', 'encrypted_exp_month', 'encrypted_cvv']),
  ...under('payment.token_authentication', ['cryptogram', 'token_format', 'eci']),
]

/** Members that only a session of PayKKa's own page has. */
export const SESSION_FURTHER = [
  ...['session_mode', 'allowed_payment_methods[]', 'display_merchant_name', 'display_locale', 'theme_id'],
  ...['expire_time', 'cancel_url'],
  ...under('payment', ['store_payment_method', 'token_usage', 'shopper_reference']),
]

/** Every member of `data` that the reference shows in answers to purchases and queries. */
export const ANSWER_EXAMPLE = [
  ...['merchant_id', 'trans_id', 'order_id', 'status', 'authorisation_type', 'capture_method', 'amount'],
  ...['currency', 'shopper_reference', 'expire_time', 'payment.payment_method'],
  ...under('card_info', ['bin', 'last4', 'card_brand']),
  ...under('balances', ['authed_amount', 'captured_amount', 'able_to_capture_amount', 'voided_amount']),
  ...under('balances', ['able_to_void_amount', 'refunded_amount', 'able_to_refund_amount']),
]

/** Members that the examples of answers leave out. */
export const ANSWER_FURTHER = [
  ...['error_code', 'error_description', 'pay_finish_time', 'token', 'recurring_agreement_id', 'session_id'],
  'authentication_result.authentication_url',
]

function under(parent: string, names: string[]): string[] {
  return names.map((name) => `${parent}.${name}`)
}
