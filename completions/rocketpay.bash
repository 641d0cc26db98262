# bash completion for rocketpay, for bash 3.2 and later.

# Sets "found" to the completions of a place (command|option or argument): words, or @ and a kind of value, or nothing
# for a value that only the user knows.
_rocketpay_find() {
  case $1 in
    # The commands say what follows: "npm run documents" writes it.
    '|') found='operators sale interactive pay otp resend refund approve refunds status wait checkout request find timeline pending resume history receipt answer note report ledger audit sign verify-callback listen callbacks trigger sandbox demo smoke profiles whoami doctor explain commands help completion' ;;
    'operators|-') found='--set' ;;
    'operators|--set') found='' ;;
    'sale|-') found='--phone --amount --amount-minor --currency --payment-id --customer-id --first-name --last-name --email --ip --description --callback-url --wait --deadline --set --intent --dry-run --with-signature --print-curl' ;;
    'sale|--phone') found='' ;;
    'sale|--amount') found='' ;;
    'sale|--amount-minor') found='' ;;
    'sale|--currency') found='' ;;
    'sale|--payment-id') found='' ;;
    'sale|--customer-id') found='' ;;
    'sale|--first-name') found='' ;;
    'sale|--last-name') found='' ;;
    'sale|--email') found='' ;;
    'sale|--ip') found='' ;;
    'sale|--description') found='' ;;
    'sale|--callback-url') found='' ;;
    'sale|--wait') found='otp final' ;;
    'sale|--deadline') found='' ;;
    'sale|--set') found='' ;;
    'sale|--intent') found='' ;;
    'interactive|-' | 'pay|-') found='--continue --callback-url --listen --host --show-commands --save-script' ;;
    'interactive|--continue' | 'pay|--continue') found='@payment' ;;
    'interactive|--callback-url' | 'pay|--callback-url') found='' ;;
    'interactive|--listen' | 'pay|--listen') found='' ;;
    'interactive|--host' | 'pay|--host') found='' ;;
    'interactive|--save-script' | 'pay|--save-script') found='@file' ;;
    'otp|-') found='--force --wait --deadline --set --intent --dry-run --with-signature --print-curl' ;;
    'otp|0') found='@payment' ;;
    'otp|--deadline') found='' ;;
    'otp|--set') found='' ;;
    'otp|--intent') found='' ;;
    'resend|-') found='--ip --callback-url --force --set --intent --dry-run --with-signature --print-curl' ;;
    'resend|0') found='@payment' ;;
    'resend|--ip') found='' ;;
    'resend|--callback-url') found='' ;;
    'resend|--set') found='' ;;
    'resend|--intent') found='' ;;
    'refund|-') found='--amount --amount-minor --full --currency --description --ticket --confirm --again --reason --without-balance --callback-url --wait --no-wait --settle --deadline --set --intent --dry-run --with-signature --print-curl' ;;
    'refund|0') found='@payment' ;;
    'refund|--amount') found='' ;;
    'refund|--amount-minor') found='' ;;
    'refund|--currency') found='' ;;
    'refund|--description') found='' ;;
    'refund|--ticket') found='' ;;
    'refund|--confirm') found='' ;;
    'refund|--reason') found='' ;;
    'refund|--callback-url') found='' ;;
    'refund|--deadline') found='' ;;
    'refund|--set') found='' ;;
    'refund|--intent') found='' ;;
    'approve|-') found='--confirm' ;;
    'approve|0') found='@intent' ;;
    'approve|--confirm') found='' ;;
    'refunds|') found='plan list apply show export approve prune template key' ;;
    'refunds plan|-') found='--out --currency --decimal --replace --offline --again --reason --concurrency --rate' ;;
    'refunds plan|0') found='@file' ;;
    'refunds plan|--out') found='@file' ;;
    'refunds plan|--currency') found='' ;;
    'refunds plan|--decimal') found='comma point' ;;
    'refunds plan|--reason') found='' ;;
    'refunds plan|--concurrency') found='' ;;
    'refunds plan|--rate') found='' ;;
    'refunds list|-') found='--limit' ;;
    'refunds list|--limit') found='' ;;
    'refunds apply|-') found='--confirm --concurrency --rate --stop-after --max-age --other-ledger --again --reason --wait --deadline --dry-run' ;;
    'refunds apply|0') found='@file' ;;
    'refunds apply|--confirm') found='' ;;
    'refunds apply|--concurrency') found='' ;;
    'refunds apply|--rate') found='' ;;
    'refunds apply|--stop-after') found='' ;;
    'refunds apply|--max-age') found='' ;;
    'refunds apply|--reason') found='' ;;
    'refunds apply|--deadline') found='' ;;
    'refunds show|0') found='@file' ;;
    'refunds export|-') found='--todo --output' ;;
    'refunds export|0') found='@file' ;;
    'refunds export|--output') found='' ;;
    'refunds approve|-') found='--confirm --rows' ;;
    'refunds approve|0') found='@file' ;;
    'refunds approve|--confirm') found='' ;;
    'refunds prune|-') found='--older-than --dry-run --yes' ;;
    'refunds prune|--older-than') found='' ;;
    'refunds template|-') found='--language' ;;
    'refunds template|--language') found='en ru kk' ;;
    'status|-') found='--request-id --set' ;;
    'status|0') found='@payment' ;;
    'status|--request-id') found='' ;;
    'status|--set') found='' ;;
    'wait|-') found='--until --request-id --deadline --watch' ;;
    'wait|0') found='@payment' ;;
    'wait|--until') found='otp final success refunded' ;;
    'wait|--request-id') found='' ;;
    'wait|--deadline') found='' ;;
    'checkout|') found='verify' ;;
    'checkout|-') found='--amount --amount-minor --currency --payment-id --project-id --customer-id --first-name --last-name --email --phone --description --operator --any-method --language --expires --callback-url --set --format --open' ;;
    'checkout|--amount') found='' ;;
    'checkout|--amount-minor') found='' ;;
    'checkout|--currency') found='' ;;
    'checkout|--payment-id') found='' ;;
    'checkout|--project-id') found='' ;;
    'checkout|--customer-id') found='' ;;
    'checkout|--first-name') found='' ;;
    'checkout|--last-name') found='' ;;
    'checkout|--email') found='' ;;
    'checkout|--phone') found='' ;;
    'checkout|--description') found='' ;;
    'checkout|--operator') found='' ;;
    'checkout|--language') found='' ;;
    'checkout|--expires') found='' ;;
    'checkout|--callback-url') found='' ;;
    'checkout|--set') found='' ;;
    'checkout|--format') found='url widget html qr json' ;;
    'request|-') found='--no-send --set --intent --dry-run --with-signature --print-curl' ;;
    'request|--set') found='' ;;
    'request|--intent') found='' ;;
    'find|-') found='--limit' ;;
    'find|--limit') found='' ;;
    'timeline|-') found='--ask' ;;
    'timeline|0') found='@payment' ;;
    'resume|-') found='--all --plan --wait --deadline --operation --close-as --reason --concurrency --rate' ;;
    'resume|0') found='@intent' ;;
    'resume|--plan') found='@file' ;;
    'resume|--deadline') found='' ;;
    'resume|--operation') found='' ;;
    'resume|--close-as') found='done declined never_arrived' ;;
    'resume|--reason') found='' ;;
    'resume|--concurrency') found='' ;;
    'resume|--rate') found='' ;;
    'history|-') found='--payment --kind --state --phone --ticket --user --today --since --until --limit' ;;
    'history|--payment') found='@payment' ;;
    'history|--kind') found='sale otp resend refund raw' ;;
    'history|--state') found='sending unknown accepted done declined refused denied not_sent never_arrived held' ;;
    'history|--phone') found='' ;;
    'history|--ticket') found='' ;;
    'history|--user') found='' ;;
    'history|--since') found='' ;;
    'history|--until') found='' ;;
    'history|--limit') found='' ;;
    'receipt|-') found='--format --language --output' ;;
    'receipt|0') found='@intent' ;;
    'receipt|--format') found='text html' ;;
    'receipt|--language') found='en ru kk' ;;
    'receipt|--output') found='' ;;
    'answer|-') found='--language --offline' ;;
    'answer|0') found='@payment' ;;
    'answer|--language') found='en ru kk' ;;
    'note|0') found='@payment' ;;
    'report|-') found='--day --week --month --since --until --by --mode --format --output' ;;
    'report|--day') found='' ;;
    'report|--since') found='' ;;
    'report|--until') found='' ;;
    'report|--by') found='user profile operator code hour' ;;
    'report|--mode') found='live test' ;;
    'report|--format') found='text csv xlsx html json' ;;
    'report|--output') found='' ;;
    'ledger|') found='init use status index join accept members limit remove import rotate-key export-key' ;;
    'ledger init|-') found='--new --name' ;;
    'ledger init|--name') found='' ;;
    'ledger use|-') found='--command --password-file --password-command --local' ;;
    'ledger use|--command') found='' ;;
    'ledger use|--password-file') found='@file' ;;
    'ledger use|--password-command') found='' ;;
    'ledger index|-') found='--last-digits' ;;
    'ledger index|--last-digits') found='on off' ;;
    'ledger join|-') found='--recovery-key --passphrase-file' ;;
    'ledger join|--recovery-key') found='@file' ;;
    'ledger join|--passphrase-file') found='@file' ;;
    'ledger accept|-') found='--fingerprint --role' ;;
    'ledger accept|--fingerprint') found='' ;;
    'ledger accept|--role') found='reader support approver admin' ;;
    'ledger limit|-') found='--per-refund --per-day --without-approval --currency --reset' ;;
    'ledger limit|--per-refund') found='' ;;
    'ledger limit|--per-day') found='' ;;
    'ledger limit|--without-approval') found='' ;;
    'ledger limit|--currency') found='' ;;
    'ledger export-key|-') found='--passphrase-file' ;;
    'ledger export-key|--passphrase-file') found='@file' ;;
    'audit|') found='verify export' ;;
    'audit verify|-') found='--head' ;;
    'audit verify|--head') found='' ;;
    'audit export|-') found='--from --to --format' ;;
    'audit export|--from') found='' ;;
    'audit export|--to') found='' ;;
    'audit export|--format') found='jsonl csv' ;;
    'sign|-') found='--body --explain --code --ndjson' ;;
    'sign|0') found='@file' ;;
    'sign|--code') found='php js python go' ;;
    'verify-callback|-') found='--compare --explain --entry --try-all-profiles --ndjson' ;;
    'verify-callback|0') found='@file' ;;
    'verify-callback|--compare') found='@file' ;;
    'verify-callback|--entry') found='' ;;
    'listen|-') found='--port --host --path --forward-to --filter --forward-headers --forward-invalid --keep-invalid --durable --metrics --drain --exit-on --max --deadline' ;;
    'listen|--port') found='' ;;
    'listen|--host') found='' ;;
    'listen|--path') found='' ;;
    'listen|--forward-to') found='' ;;
    'listen|--filter') found='' ;;
    'listen|--forward-headers') found='' ;;
    'listen|--keep-invalid') found='' ;;
    'listen|--durable') found='local shared' ;;
    'listen|--metrics') found='' ;;
    'listen|--drain') found='' ;;
    'listen|--exit-on') found='purchase.success purchase.decline purchase.otp refund.success refund.partial refund.decline' ;;
    'listen|--max') found='' ;;
    'listen|--deadline') found='' ;;
    'callbacks|') found='list show prune replay' ;;
    'callbacks list|-') found='--payment --event --invalid --chargebacks --repeats --since --limit' ;;
    'callbacks list|--payment') found='@payment' ;;
    'callbacks list|--event') found='purchase.success purchase.decline purchase.otp refund.success refund.partial refund.decline' ;;
    'callbacks list|--since') found='' ;;
    'callbacks list|--limit') found='' ;;
    'callbacks prune|-') found='--older-than --genuine --chargebacks --dry-run --yes' ;;
    'callbacks prune|--older-than') found='' ;;
    'callbacks replay|-') found='--to --failed' ;;
    'callbacks replay|--to') found='' ;;
    'trigger|-') found='--to --payment --set --invalid --storm --speed --verify-url --verify-command' ;;
    'trigger|0') found='purchase.success purchase.decline purchase.otp refund.success refund.partial refund.decline' ;;
    'trigger|--to') found='' ;;
    'trigger|--payment') found='@payment' ;;
    'trigger|--set') found='' ;;
    'trigger|--invalid') found='wrong-secret secret-line-end no-signature empty-signature placeholder hex sha256 base64url plus-as-space url-encoded unsorted-keys signature-left-in raw-body changed-amount changed-status added-field byte-order-mark wrapped form cut-off no-json' ;;
    'trigger|--speed') found='' ;;
    'trigger|--verify-url') found='' ;;
    'trigger|--verify-command') found='' ;;
    'sandbox|-') found='--port --host --callback-url --otp-ttl --speed --fault --state' ;;
    'sandbox|--port') found='' ;;
    'sandbox|--host') found='' ;;
    'sandbox|--callback-url') found='' ;;
    'sandbox|--otp-ttl') found='' ;;
    'sandbox|--speed') found='' ;;
    'sandbox|--fault') found='500 502 reset-before reset-after hang half drip bad-json bad-signature duplicate-callbacks reorder-callbacks late-callbacks no-callbacks wrong-status-after-resend' ;;
    'sandbox|--state') found='@file' ;;
    'demo|-') found='--play --page --speed' ;;
    'demo|--speed') found='' ;;
    'smoke|-') found='--sandbox --phone --amount --amount-minor --otp --otp-command --deadline --junit' ;;
    'smoke|--phone') found='' ;;
    'smoke|--amount') found='' ;;
    'smoke|--amount-minor') found='' ;;
    'smoke|--otp') found='' ;;
    'smoke|--otp-command') found='' ;;
    'smoke|--deadline') found='' ;;
    'smoke|--junit') found='' ;;
    'profiles|') found='add list show use rename rotate remove push pull' ;;
    'profiles add|-') found='--project-id --from-env --secret-stdin --secret-keyring --secret-env --secret-file --secret-command --test --live --gate-url --payment-page-url --otp-seconds --resends --currency --language --customer-id --first-name --last-name --email --ip --callback-url --status-delay --max-refund --max-refund-per-day --require-approval --approver --merchant-refund-id --accept-unsigned-status --replace --if-missing' ;;
    'profiles add|--project-id') found='' ;;
    'profiles add|--secret-env') found='' ;;
    'profiles add|--secret-file') found='@file' ;;
    'profiles add|--secret-command') found='' ;;
    'profiles add|--gate-url') found='' ;;
    'profiles add|--payment-page-url') found='' ;;
    'profiles add|--otp-seconds') found='' ;;
    'profiles add|--resends') found='' ;;
    'profiles add|--currency') found='' ;;
    'profiles add|--language') found='en ru kk' ;;
    'profiles add|--customer-id') found='' ;;
    'profiles add|--first-name') found='' ;;
    'profiles add|--last-name') found='' ;;
    'profiles add|--email') found='' ;;
    'profiles add|--ip') found='' ;;
    'profiles add|--callback-url') found='' ;;
    'profiles add|--status-delay') found='' ;;
    'profiles add|--max-refund') found='' ;;
    'profiles add|--max-refund-per-day') found='' ;;
    'profiles add|--approver') found='' ;;
    'profiles show|0') found='@profile' ;;
    'profiles use|0') found='@profile' ;;
    'profiles rename|0') found='@profile' ;;
    'profiles rotate|-') found='--secret-stdin --secret-keyring --no-check' ;;
    'profiles remove|-') found='--yes' ;;
    'profiles remove|0') found='@profile' ;;
    'profiles push|0') found='@profile' ;;
    'profiles pull|-') found='--yes' ;;
    'doctor|-') found='--offline --bundle' ;;
    'doctor|--bundle') found='' ;;
    'explain|-') found='--refund' ;;
    'explain|0') found='@code' ;;
    'help|0') found='exit-codes scripts environment signatures otp operators sale interactive pay resend refund approve refunds status wait checkout request find timeline pending resume history receipt answer note report ledger audit sign verify-callback listen callbacks trigger sandbox demo smoke profiles whoami doctor explain commands help completion' ;;
    'completion|0') found='bash zsh fish powershell' ;;
    '|-') found='--profile --json --field --timeout --language --no-input --no-color --quiet --verbose --debug --insecure --help --version' ;;
    *'|--profile') found='@profile' ;;
    *'|--field') found='' ;;
    *'|--timeout') found='' ;;
    *'|--language') found='en ru kk' ;;
    # End of what the commands say.
    *) found='' && return 1 ;;
  esac
}

_rocketpay() {
  local at='' place=0 option='' found='' words=() word i
  # bash parts words at = and : too: here they are as rocketpay gets them.
  local rest=${COMP_LINE:0:COMP_POINT} next
  for ((i = 0; i <= COMP_CWORD; i++)); do
    next=${rest#"${rest%%[![:space:]]*}"}
    word=${COMP_WORDS[i]}
    if ((i == COMP_CWORD)); then word=$next; fi
    if ((i > 0)) && [[ -n $next && $next == "$rest" ]]; then
      words[${#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
    rest=${next#"$word"}
  done
  local last=$((${#words[@]} - 1))

  for ((i = 1; i < last; i++)); do
    word=${words[i]}
    if [[ -n $option && $word != -?* ]]; then
      option=''
      continue
    fi
    option=''
    case $word in
      -*=*) ;;
      -?*) if _rocketpay_find "$at|$word"; then option=$word; fi ;;
      *)
        if _rocketpay_find "$at|" && [[ " $found " == *" $word "* ]]; then
          at=${at:+$at }$word
        else
          place=$((place + 1))
        fi
        ;;
    esac
  done

  local current=${words[last]} head='' value
  value=$current
  case $current in
    --*=*)
      head=${current%%=*}= value=${current#*=}
      _rocketpay_find "$at|${head%=}" || return
      ;;
    -*)
      local own=''
      if [[ -n $at ]] && _rocketpay_find "$at|-"; then own=$found; fi
      _rocketpay_find '|-'
      found="$own $found"
      ;;
    *)
      if [[ -n $option ]]; then
        _rocketpay_find "$at|$option"
      else
        _rocketpay_find "$at|" || _rocketpay_find "$at|$place" || return
      fi
      ;;
  esac

  case $found in
    @file)
      compopt -o default 2>/dev/null
      return
      ;;
    @*)
      compopt -o nosort 2>/dev/null
      found=$(command rocketpay __complete "${found#@}" 2>/dev/null </dev/null)
      ;;
    *) found=${found// /$'\n'} ;;
  esac

  # Inside of quotes bash puts a word as it is: only one that needs no more can be offered.
  local quoted=''
  case $value in
    [\'\"]*) quoted=1 value=${value:1} ;;
    *) value=${value//\\/} ;;
  esac
  # What stands before the last = or : is there already, where these part words.
  local breaks=${COMP_WORDBREAKS//[^=:]/} there=''
  if [[ -n $breaks ]]; then there=${current%"${current##*[$breaks]}"}; fi
  while IFS=$'\t' read -r word _; do
    if [[ -z $word || $word != "$value"* ]]; then continue; fi
    if [[ -z $quoted ]]; then
      printf -v next %q "$word"
      next=$head$next
      COMPREPLY+=("${next#"$there"}")
    elif [[ $word != *[!A-Za-z0-9._:@/+=\ -]* ]]; then
      COMPREPLY+=("$word")
    fi
  done <<<"$found"
}

complete -F _rocketpay rocketpay
