/** Documented parameters of the Payment Page, by the beginning of their names. */
const NAMES: Readonly<Record<string, string>> = {
  '': `account_token addendum_data avs_post_code avs_street_address baseUrl best_before booking_info card_holder
    card_operation_type cash_voucher_data checkout_script close_on_missclick css_modal_wrap debt_account
    default_payment_method descriptor force_acs_new_window force_payment_group force_payment_method
    force_payment_method_subtype frame_mode hide identify_doc_number interface_type language_code list_payment_block mode
    moto_type project_id receipt_data recurring recurring_register region_code salt signature stored_card_type style_id
    target_element terminal_id`,
  billing_: 'address city country postal region region_code',
  cashier_: 'default_mode force_mode manual_input max_value min_value predefined_amounts',
  customer_: `id first_name middle_name last_name email phone address city state street zip country birthplace
    day_of_birth account_info account_number installment_count mpi_result security_code shipping ssn`,
  merchant_: `callback_url data domain success_url success_enabled success_redirect_mode fail_url fail_enabled
    fail_redirect_mode return_url return_enabled return_redirect_mode`,
  payment_: 'id amount currency description extra_param merchant_risk methods_options',
  recipient_: 'address card_holder city country first_name last_name pan state wallet_id wallet_owner',
  redirect: '',
  redirect_: 'fail_mode fail_url on_mobile return_url success_mode success_url tokenize_mode tokenize_url',
};

const KNOWN = new Set(
  Object.entries(NAMES).flatMap(([start, ends]) => ends.split(/\s+/).map((end) => `${start}${end}`)),
);

/** True for a documented parameter. A project may accept others. */
export const isPageParameter = (name: string): boolean => KNOWN.has(name);
