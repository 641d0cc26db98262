# fish completion for rocketpay.

# Prints the completions of a place (command|option or argument): a line for each word and its description, or @ and a
# kind of value, or nothing for a value that only the user knows.
function __rocketpay_find
    switch $argv[1]
        # The commands say what follows: "npm run documents" writes it.
        case '|'
            printf '%s\n' \
                'operators list the mobile operators that support payments' \
                'sale request a payment; the operator sends the customer an OTP' \
                'interactive guided payment with questions: sale, OTP, result, refund' \
                'pay the same as interactive' \
                'otp submit the OTP that the customer received' \
                'resend request a new OTP for the customer' \
                'refund refund a payment, in full or in part' \
                'approve approve a large refund of another member of the team' \
                'refunds bulk refunds from a CSV or Excel file: plan, apply once, export the results' \
                'status show the status of a payment' \
                'wait wait until a payment asks for the OTP, is final, or is refunded' \
                'checkout create a signed link to the Payment Page: URL, widget, HTML page or QR code' \
                'request sign and send any request to the Gate' \
                'find find payments by a phone, an id, an amount, a date or a word' \
                'timeline show everything known about one payment, in the order of time' \
                'pending list the writes without a known result' \
                'resume ask the platform for the results of these writes' \
                'history list what was sent, with the results' \
                'receipt show everything about one write' \
                'answer say what happened with a payment, in sentences for the customer' \
                'note add a note to a payment for colleagues, or list its notes' \
                'report report the refunds, codes and callbacks of a day, week or month' \
                'ledger show, create or share the ledger, the record of all writes' \
                'audit check and export the audit trail' \
                'sign sign a body, and show the string to sign' \
                'verify-callback check the signature of a callback, and explain why it fails' \
                'listen receive callbacks: verify, store, show and forward them' \
                'callbacks list, show, replay or remove the stored callbacks' \
                'trigger send a sample callback to your program, or run a stress test' \
                'sandbox run a local sandbox of the platform, for tests' \
                'demo guided payment on a local sandbox, without an account' \
                'smoke run a whole purchase on a test project, for CI' \
                'profiles manage the stored projects and their secrets' \
                'whoami show the active profile and settings, and the origin of each value' \
                'doctor check this machine, its settings, and the connection to the Gate' \
                'explain explain a code of the platform, and what to tell the customer' \
                'commands list every command; with --json the whole command tree' \
                'help show the help of a command or topic: exit-codes, environment, signatures, otp' \
                'completion print the script for shell completion'
        case 'operators|-'
            printf '%s\n' \
                '--set add or override any field of the request (repeatable)'
        case 'operators|--set'
            true
        case 'sale|-'
            printf '%s\n' \
                '--phone phone number, for example +7 (707) 123-45-67 or 8 707 123 45 67' \
                '--amount amount in major units, for example 1000.00' \
                '--amount-minor amount in minor units, for example 100000' \
                '--currency ISO 4217 code (default: currency of the profile)' \
                '--payment-id your id of the payment, unique in the project (default: generated, from --intent if given)' \
                '--customer-id your id of the customer' \
                '--first-name first name of the customer' \
                '--last-name last name of the customer' \
                '--email e-mail address of the customer' \
                '--ip IP address of the customer (default: IP address of the profile)' \
                '--description description of the purchase' \
                '--callback-url URL for callbacks of this payment (default: URL of the profile)' \
                '--wait wait for the OTP request (otp) or the final status (final, the default)' \
                '--deadline maximum time to wait (default 5m)' \
                '--set add or override any field of the request (repeatable)' \
                '--intent your idempotency key (a repeated key only returns the stored result)' \
                '--dry-run show the request, and send nothing' \
                '--with-signature show signature and personal data in a --dry-run with a live profile' \
                '--print-curl print a curl command for the request, and send nothing'
        case 'sale|--phone'
            true
        case 'sale|--amount'
            true
        case 'sale|--amount-minor'
            true
        case 'sale|--currency'
            true
        case 'sale|--payment-id'
            true
        case 'sale|--customer-id'
            true
        case 'sale|--first-name'
            true
        case 'sale|--last-name'
            true
        case 'sale|--email'
            true
        case 'sale|--ip'
            true
        case 'sale|--description'
            true
        case 'sale|--callback-url'
            true
        case 'sale|--wait'
            printf '%s\n' \
                'otp ' \
                'final '
        case 'sale|--deadline'
            true
        case 'sale|--set'
            true
        case 'sale|--intent'
            true
        case 'interactive|-' 'pay|-'
            printf '%s\n' \
                '--continue continue a payment that was interrupted' \
                '--callback-url public URL of this machine for callbacks' \
                '--listen listen for callbacks on this port' \
                '--host address to listen on (default 127.0.0.1)' \
                '--show-commands show the command of each step immediately' \
                '--save-script save the steps as a shell script'
        case 'interactive|--continue' 'pay|--continue'
            printf '%s\n' \
                '@payment'
        case 'interactive|--callback-url' 'pay|--callback-url'
            true
        case 'interactive|--listen' 'pay|--listen'
            true
        case 'interactive|--host' 'pay|--host'
            true
        case 'interactive|--save-script' 'pay|--save-script'
            printf '%s\n' \
                '@file'
        case 'otp|-'
            printf '%s\n' \
                '--force submit a code that is not 3 to 10 digits, for example A1B2C3' \
                '--wait wait for the result' \
                '--deadline maximum time to wait (default 5m)' \
                '--set add or override any field of the request (repeatable)' \
                '--intent your idempotency key (a repeated key only returns the stored result)' \
                '--dry-run show the request, and send nothing' \
                '--with-signature show signature and personal data in a --dry-run with a live profile' \
                '--print-curl print a curl command for the request, and send nothing'
        case 'otp|0'
            printf '%s\n' \
                '@payment'
        case 'otp|--deadline'
            true
        case 'otp|--set'
            true
        case 'otp|--intent'
            true
        case 'resend|-'
            printf '%s\n' \
                '--ip IP address of the customer (default: IP address of the profile)' \
                '--callback-url URL for callbacks of this payment (default: URL of the profile)' \
                '--force send the request without checking the limits' \
                '--set add or override any field of the request (repeatable)' \
                '--intent your idempotency key (a repeated key only returns the stored result)' \
                '--dry-run show the request, and send nothing' \
                '--with-signature show signature and personal data in a --dry-run with a live profile' \
                '--print-curl print a curl command for the request, and send nothing'
        case 'resend|0'
            printf '%s\n' \
                '@payment'
        case 'resend|--ip'
            true
        case 'resend|--callback-url'
            true
        case 'resend|--set'
            true
        case 'resend|--intent'
            true
        case 'refund|-'
            printf '%s\n' \
                '--amount amount in major units, for example 1000.00' \
                '--amount-minor amount in minor units, for example 100000' \
                '--full refund everything that is left' \
                '--currency ISO 4217 code (default: currency of the profile)' \
                '--description reason for the refund, sent to the platform' \
                '--ticket ticket number of your support system, stored in the ledger and not sent' \
                '--confirm confirm with the same amount, in the same units, for scripts' \
                '--again refund the same amount again within 24 hours; needs --reason' \
                '--reason reason for the repeated refund, stored in the ledger' \
                '--without-balance refund although the platform does not report what is left of the payment, or reports contradictory amounts' \
                '--callback-url URL for callbacks of this payment (default: URL of the profile)' \
                '--wait wait for the result (default in a terminal)' \
                '--no-wait end when the platform has accepted the refund' \
                '--settle when the outcome is unknown, ask the platform until it shows the result' \
                '--deadline maximum time to wait (default 5m)' \
                '--set add or override any field of the request (repeatable)' \
                '--intent your idempotency key (a repeated key only returns the stored result)' \
                '--dry-run show the request, and send nothing' \
                '--with-signature show signature and personal data in a --dry-run with a live profile' \
                '--print-curl print a curl command for the request, and send nothing'
        case 'refund|0'
            printf '%s\n' \
                '@payment'
        case 'refund|--amount'
            true
        case 'refund|--amount-minor'
            true
        case 'refund|--currency'
            true
        case 'refund|--description'
            true
        case 'refund|--ticket'
            true
        case 'refund|--confirm'
            true
        case 'refund|--reason'
            true
        case 'refund|--callback-url'
            true
        case 'refund|--deadline'
            true
        case 'refund|--set'
            true
        case 'refund|--intent'
            true
        case 'approve|-'
            printf '%s\n' \
                '--confirm confirm with the amount in major units, for scripts'
        case 'approve|0'
            printf '%s\n' \
                '@intent'
        case 'approve|--confirm'
            true
        case 'refunds|'
            printf '%s\n' \
                'plan check a file of refunds and write a plan; send nothing' \
                'list list the plans in the ledger of the team' \
                'apply send the refunds of a plan, or continue it' \
                'show show the progress and results of a plan' \
                'export print the rows of a plan with their results, as CSV' \
                'approve approve a plan of another user' \
                'prune remove old plans from the ledger of the team' \
                'template print a file of refunds to fill in' \
                'key show your public key for approvals'
        case 'refunds plan|-'
            printf '%s\n' \
                '--out file for the plan (default: name of the file with .plan.jsonl)' \
                '--currency currency of the plan, ISO 4217 (default: currency of the profile)' \
                '--decimal decimal mark of the amounts in the file: comma or point' \
                '--replace replace an earlier plan of the same name if nothing of it was sent' \
                '--offline do not ask the platform now; apply still checks each payment before its refund' \
                '--again include refunds that repeat an earlier amount; needs --reason' \
                '--reason reason for repeated amounts; stored in the plan and in the ledger' \
                '--concurrency number of concurrent requests (default 4)' \
                '--rate status requests per second (0: no limit; default 20)'
        case 'refunds plan|0'
            printf '%s\n' \
                '@file'
        case 'refunds plan|--out'
            printf '%s\n' \
                '@file'
        case 'refunds plan|--currency'
            true
        case 'refunds plan|--decimal'
            printf '%s\n' \
                'comma ' \
                'point '
        case 'refunds plan|--reason'
            true
        case 'refunds plan|--concurrency'
            true
        case 'refunds plan|--rate'
            true
        case 'refunds list|-'
            printf '%s\n' \
                '--limit maximum number of plans (default 20)'
        case 'refunds list|--limit'
            true
        case 'refunds apply|-'
            printf '%s\n' \
                '--confirm confirm with the total of the plan, in major units, for scripts' \
                '--concurrency number of concurrent requests (default 4)' \
                '--rate refunds per second (0: no limit; default 5)' \
                '--stop-after stop after <n> consecutive refused or unknown refunds (0: never; default 5)' \
                '--max-age maximum age of the plan (default 24h)' \
                '--other-ledger apply a plan of another ledger or machine; nothing here shows what was sent there' \
                '--again resend rows that were sent and that the platform does not show; needs --reason' \
                '--reason reason for the resent rows, stored in the ledger' \
                '--wait wait for the results' \
                '--deadline maximum time to wait (default 5m)' \
                '--dry-run show what would be sent, and send nothing'
        case 'refunds apply|0'
            printf '%s\n' \
                '@file'
        case 'refunds apply|--confirm'
            true
        case 'refunds apply|--concurrency'
            true
        case 'refunds apply|--rate'
            true
        case 'refunds apply|--stop-after'
            true
        case 'refunds apply|--max-age'
            true
        case 'refunds apply|--reason'
            true
        case 'refunds apply|--deadline'
            true
        case 'refunds show|0'
            printf '%s\n' \
                '@file'
        case 'refunds export|-'
            printf '%s\n' \
                '--todo print only the rows that are still to do, for the Dashboard' \
                '--output save all rows as a new Excel workbook: a file that ends with .xlsx'
        case 'refunds export|0'
            printf '%s\n' \
                '@file'
        case 'refunds export|--output'
            true
        case 'refunds approve|-'
            printf '%s\n' \
                '--confirm confirm with the total of the plan, in major units, for scripts' \
                '--rows show all rows (default: the first 20 and the largest 5)'
        case 'refunds approve|0'
            printf '%s\n' \
                '@file'
        case 'refunds approve|--confirm'
            true
        case 'refunds prune|-'
            printf '%s\n' \
                '--older-than only plans stored before this time: 24h, 90d, 2026-11-01 (required)' \
                '--dry-run count the plans and remove nothing' \
                '--yes do not ask for confirmation'
        case 'refunds prune|--older-than'
            true
        case 'refunds template|-'
            printf '%s\n' \
                '--language language of the names: en, ru or kk (default en)'
        case 'refunds template|--language'
            printf '%s\n' \
                'en ' \
                'ru ' \
                'kk '
        case 'status|-'
            printf '%s\n' \
                '--request-id request id of the payment, in place of its payment id' \
                '--set add or override any field of the request (repeatable)'
        case 'status|0'
            printf '%s\n' \
                '@payment'
        case 'status|--request-id'
            true
        case 'status|--set'
            true
        case 'wait|-'
            printf '%s\n' \
                '--until otp, final, success, refunded, or several with commas, of which one is enough (default final)' \
                '--request-id request id of the refund to wait for (default: every refund without a result)' \
                '--deadline maximum time to wait (default 5m)' \
                '--watch print each change (with --json one object per line)'
        case 'wait|0'
            printf '%s\n' \
                '@payment'
        case 'wait|--until'
            printf '%s\n' \
                'otp ' \
                'final ' \
                'success ' \
                'refunded '
        case 'wait|--request-id'
            true
        case 'wait|--deadline'
            true
        case 'checkout|'
            printf '%s\n' \
                'verify check a link: its signature, and whether the page would open'
        case 'checkout|-'
            printf '%s\n' \
                '--amount amount in major units, for example 1000.00' \
                '--amount-minor amount in minor units, for example 100000' \
                '--currency ISO 4217 code (default: currency of the profile)' \
                '--payment-id your id of the payment, unique in the project (default: generated)' \
                '--project-id project id (default: project of the profile)' \
                '--customer-id your id of the customer' \
                '--first-name first name of the customer' \
                '--last-name last name of the customer' \
                '--email e-mail address of the customer' \
                '--phone phone number, prefilled for the customer' \
                '--description description of the purchase' \
                '--operator the only operator that can be used, for example TELE2' \
                '--any-method let the customer choose the method (default: mobile)' \
                '--language language of the page: ru, en' \
                '--expires expiry of the link: 30m, 24h, 7d, or a date' \
                '--callback-url URL for callbacks of this payment (default: URL of the profile)' \
                '--set add any other parameter, for example merchant_success_url=https://… (repeatable)' \
                '--format output format (default url)' \
                '--open open the link in the browser'
        case 'checkout|--amount'
            true
        case 'checkout|--amount-minor'
            true
        case 'checkout|--currency'
            true
        case 'checkout|--payment-id'
            true
        case 'checkout|--project-id'
            true
        case 'checkout|--customer-id'
            true
        case 'checkout|--first-name'
            true
        case 'checkout|--last-name'
            true
        case 'checkout|--email'
            true
        case 'checkout|--phone'
            true
        case 'checkout|--description'
            true
        case 'checkout|--operator'
            true
        case 'checkout|--language'
            true
        case 'checkout|--expires'
            true
        case 'checkout|--callback-url'
            true
        case 'checkout|--set'
            true
        case 'checkout|--format'
            printf '%s\n' \
                'url ' \
                'widget ' \
                'html ' \
                'qr ' \
                'json '
        case 'request|-'
            printf '%s\n' \
                '--no-send print the signed body, and send nothing' \
                '--set add or override any field of the request (repeatable)' \
                '--intent your idempotency key (a repeated key only returns the stored result)' \
                '--dry-run show the request, and send nothing' \
                '--with-signature show signature and personal data in a --dry-run with a live profile' \
                '--print-curl print a curl command for the request, and send nothing'
        case 'request|--set'
            true
        case 'request|--intent'
            true
        case 'find|-'
            printf '%s\n' \
                '--limit maximum number of results (default 20)'
        case 'find|--limit'
            true
        case 'timeline|-'
            printf '%s\n' \
                '--ask ask the platform for the status first, and record it'
        case 'timeline|0'
            printf '%s\n' \
                '@payment'
        case 'resume|-'
            printf '%s\n' \
                '--all resolve every write without a final result, of every profile' \
                '--plan resolve every row of a refund plan without a final result' \
                '--wait ask until the result is final' \
                '--deadline maximum time to wait (default 10m)' \
                '--operation match the write with this operation of the payment' \
                '--close-as set the state manually: done, declined, never_arrived; needs --reason' \
                '--reason reason for the manual decision, stored in the ledger' \
                '--concurrency number of concurrent requests (default 4)' \
                '--rate status requests per second (0: no limit; default 20)'
        case 'resume|0'
            printf '%s\n' \
                '@intent'
        case 'resume|--plan'
            printf '%s\n' \
                '@file'
        case 'resume|--deadline'
            true
        case 'resume|--operation'
            true
        case 'resume|--close-as'
            printf '%s\n' \
                'done ' \
                'declined ' \
                'never_arrived '
        case 'resume|--reason'
            true
        case 'resume|--concurrency'
            true
        case 'resume|--rate'
            true
        case 'history|-'
            printf '%s\n' \
                '--payment only of this payment' \
                '--kind only this kind: sale, otp, resend, refund, raw' \
                '--state only this state: sending, unknown, accepted, done, declined, refused, denied, not_sent, never_arrived, held' \
                '--phone only payments of this phone number' \
                '--ticket only with this ticket number' \
                '--user only of this user: name, or user@host as it is shown' \
                '--today only since midnight' \
                '--since only from this time on: 24h, 7d, yesterday, 2026-11-01, 01.11.2026 or 2026-11-01T09:30' \
                '--until only before this time' \
                '--limit maximum number of results (default 50)'
        case 'history|--payment'
            printf '%s\n' \
                '@payment'
        case 'history|--kind'
            printf '%s\n' \
                'sale ' \
                'otp ' \
                'resend ' \
                'refund ' \
                'raw '
        case 'history|--state'
            printf '%s\n' \
                'sending ' \
                'unknown ' \
                'accepted ' \
                'done ' \
                'declined ' \
                'refused ' \
                'denied ' \
                'not_sent ' \
                'never_arrived ' \
                'held '
        case 'history|--phone'
            true
        case 'history|--ticket'
            true
        case 'history|--user'
            true
        case 'history|--since'
            true
        case 'history|--until'
            true
        case 'history|--limit'
            true
        case 'receipt|-'
            printf '%s\n' \
                '--format print a receipt for the customer: text, html' \
                '--language language of the receipt for the customer: en, ru, kk' \
                '--output write the receipt for the customer to a new file'
        case 'receipt|0'
            printf '%s\n' \
                '@intent'
        case 'receipt|--format'
            printf '%s\n' \
                'text ' \
                'html '
        case 'receipt|--language'
            printf '%s\n' \
                'en ' \
                'ru ' \
                'kk '
        case 'receipt|--output'
            true
        case 'answer|-'
            printf '%s\n' \
                '--language language of the answer: en, ru, kk (default: all)' \
                '--offline use only the ledger'
        case 'answer|0'
            printf '%s\n' \
                '@payment'
        case 'answer|--language'
            printf '%s\n' \
                'en ' \
                'ru ' \
                'kk '
        case 'note|0'
            printf '%s\n' \
                '@payment'
        case 'report|-'
            printf '%s\n' \
                '--day one day: today (default), yesterday, 2026-11-01 or 01.11.2026' \
                '--week the last 7 days, including today' \
                '--month the last 30 days, including today' \
                '--since from this time on: 24h, 7d, yesterday, 2026-11-01 or 2026-11-01T09:30' \
                '--until before this time (default: now)' \
                '--by group the refunds by user, profile, operator, code, hour' \
                '--mode live or test (default: live, or test if there are no live payments)' \
                '--format output format: text, csv, xlsx, html, json (default: text)' \
                '--output write to a new file; needed for xlsx'
        case 'report|--day'
            true
        case 'report|--since'
            true
        case 'report|--until'
            true
        case 'report|--by'
            printf '%s\n' \
                'user ' \
                'profile ' \
                'operator ' \
                'code ' \
                'hour '
        case 'report|--mode'
            printf '%s\n' \
                'live ' \
                'test '
        case 'report|--format'
            printf '%s\n' \
                'text ' \
                'csv ' \
                'xlsx ' \
                'html ' \
                'json '
        case 'report|--output'
            true
        case 'ledger|'
            printf '%s\n' \
                'init create the ledger, or accept an existing one' \
                'use store which ledger is in use' \
                'status show where the ledger is' \
                'index complete the index by which payments are found' \
                'join ask to join the team of a shared ledger' \
                'accept accept a member of the team' \
                'members list the members of the team' \
                'limit set or show the limits of members for refunds' \
                'remove remove a member from the team' \
                'import import the ledger of one machine into the one of the team' \
                'rotate-key replace the data key of the team' \
                'export-key write the data key of the team to an encrypted file'
        case 'ledger init|-'
            printf '%s\n' \
                '--new accept the existing ledger, its key and its folder' \
                '--name your name in the team (default: user name of this machine)'
        case 'ledger init|--name'
            true
        case 'ledger use|-'
            printf '%s\n' \
                '--command command that prints the URL: \'["pass","show","ledger-url"]\'' \
                '--password-file file with the password' \
                '--password-command command that prints the password: \'["pass","show","ledger"]\'' \
                '--local use the ledger of this machine'
        case 'ledger use|--command'
            true
        case 'ledger use|--password-file'
            printf '%s\n' \
                '@file'
        case 'ledger use|--password-command'
            true
        case 'ledger index|-'
            printf '%s\n' \
                '--last-digits index last digits of phones (default off)'
        case 'ledger index|--last-digits'
            printf '%s\n' \
                'on ' \
                'off '
        case 'ledger join|-'
            printf '%s\n' \
                '--recovery-key file of ledger export-key' \
                '--passphrase-file file with the passphrase; - for standard input (default: asked for)'
        case 'ledger join|--recovery-key'
            printf '%s\n' \
                '@file'
        case 'ledger join|--passphrase-file'
            printf '%s\n' \
                '@file'
        case 'ledger accept|-'
            printf '%s\n' \
                '--fingerprint fingerprint that the member sees (required)' \
                '--role reader, support (default), approver or admin; each includes those before it'
        case 'ledger accept|--fingerprint'
            true
        case 'ledger accept|--role'
            printf '%s\n' \
                'reader ' \
                'support ' \
                'approver ' \
                'admin '
        case 'ledger limit|-'
            printf '%s\n' \
                '--per-refund largest amount of one refund in major units, or none' \
                '--per-day largest sum of the refunds of 24 hours in major units, or none' \
                '--without-approval largest refund without the approval of another member in major units, or none' \
                '--currency currency of the limits (default: as before, else KZT)' \
                '--reset remove the limits; a member then has those of everyone'
        case 'ledger limit|--per-refund'
            true
        case 'ledger limit|--per-day'
            true
        case 'ledger limit|--without-approval'
            true
        case 'ledger limit|--currency'
            true
        case 'ledger export-key|-'
            printf '%s\n' \
                '--passphrase-file file with the passphrase; - for standard input (default: asked for)'
        case 'ledger export-key|--passphrase-file'
            printf '%s\n' \
                '@file'
        case 'audit|'
            printf '%s\n' \
                'verify check that no record was changed, removed or reordered' \
                'export print the records, for an auditor'
        case 'audit verify|-'
            printf '%s\n' \
                '--head a hash that the trail must contain'
        case 'audit verify|--head'
            true
        case 'audit export|-'
            printf '%s\n' \
                '--from only from this time on: 24h, 7d, 2026-11-01 or 2026-11-01T09:30' \
                '--to only before this time' \
                '--format output format: jsonl (default), csv'
        case 'audit export|--from'
            true
        case 'audit export|--to'
            true
        case 'audit export|--format'
            printf '%s\n' \
                'jsonl ' \
                'csv '
        case 'sign|-'
            printf '%s\n' \
                '--body print the signed body' \
                '--explain show the signed lines, their origin, and warnings' \
                '--code print a program that signs this body: php, js, python, go' \
                '--ndjson read one body per line, print one result per line'
        case 'sign|0'
            printf '%s\n' \
                '@file'
        case 'sign|--code'
            printf '%s\n' \
                'php ' \
                'js ' \
                'python ' \
                'go '
        case 'verify-callback|-'
            printf '%s\n' \
                '--compare file with the string that the other side signed: show where it differs' \
                '--explain show the lines that should have been signed' \
                '--entry number of the request in a HAR file, starting at 1' \
                '--try-all-profiles also try the secrets of other profiles from commands and keyrings' \
                '--ndjson read one callback per line, print one result per line'
        case 'verify-callback|0'
            printf '%s\n' \
                '@file'
        case 'verify-callback|--compare'
            printf '%s\n' \
                '@file'
        case 'verify-callback|--entry'
            true
        case 'listen|-'
            printf '%s\n' \
                '--port port to listen on (default 4242; 0: any free port)' \
                '--host address to listen on (default 127.0.0.1)' \
                '--path receive callbacks at this path and below; answer 404 elsewhere (default /)' \
                '--forward-to forward each genuine callback, with the path below --path added (repeatable)' \
                '--filter only matching callbacks: event=refund.success, payment.status=decline (repeatable)' \
                '--forward-headers also forward these headers, separated by commas (default: content-type, user-agent, accept, tracing)' \
                '--forward-invalid also forward callbacks with a wrong signature, and unsigned chargebacks' \
                '--keep-invalid disk space for callbacks with a wrong signature, oldest removed first (default 20MB; 0: store none)' \
                '--durable while the database of the team cannot be reached: local stores on this machine (default), shared answers 503' \
                '--metrics serve /metrics at this [host:]port (default: at --port, for programs on this machine only)' \
                '--drain after a stop signal, continue for this time, with /healthz answering 503 (default 0s)' \
                '--exit-on exit after this event' \
                '--max exit after <n> callbacks' \
                '--deadline exit after this time (exit code 8 with --exit-on or --max)'
        case 'listen|--port'
            true
        case 'listen|--host'
            true
        case 'listen|--path'
            true
        case 'listen|--forward-to'
            true
        case 'listen|--filter'
            true
        case 'listen|--forward-headers'
            true
        case 'listen|--keep-invalid'
            true
        case 'listen|--durable'
            printf '%s\n' \
                'local ' \
                'shared '
        case 'listen|--metrics'
            true
        case 'listen|--drain'
            true
        case 'listen|--exit-on'
            printf '%s\n' \
                'purchase.success ' \
                'purchase.decline ' \
                'purchase.otp ' \
                'refund.success ' \
                'refund.partial ' \
                'refund.decline '
        case 'listen|--max'
            true
        case 'listen|--deadline'
            true
        case 'callbacks|'
            printf '%s\n' \
                'list list the stored callbacks, newest first' \
                'show show a callback in full, and why its signature is invalid' \
                'prune remove callbacks with a wrong signature, or old ones' \
                'replay send a callback again, or all that could not be forwarded'
        case 'callbacks list|-'
            printf '%s\n' \
                '--payment only of this payment' \
                '--event only this event' \
                '--invalid only callbacks with a wrong signature' \
                '--chargebacks only chargeback callbacks, which have no signature' \
                '--repeats only repeated callbacks' \
                '--since only from this time on: 24h, 7d, 2026-11-01 or 2026-11-01T09:30' \
                '--limit maximum number of results (default 50)'
        case 'callbacks list|--payment'
            printf '%s\n' \
                '@payment'
        case 'callbacks list|--event'
            printf '%s\n' \
                'purchase.success ' \
                'purchase.decline ' \
                'purchase.otp ' \
                'refund.success ' \
                'refund.partial ' \
                'refund.decline '
        case 'callbacks list|--since'
            true
        case 'callbacks list|--limit'
            true
        case 'callbacks prune|-'
            printf '%s\n' \
                '--older-than only callbacks received before this time: 24h, 90d, 2026-11-01' \
                '--genuine remove genuine callbacks too' \
                '--chargebacks remove unsigned chargeback callbacks too' \
                '--dry-run count the callbacks and remove nothing' \
                '--yes do not ask for confirmation'
        case 'callbacks prune|--older-than'
            true
        case 'callbacks replay|-'
            printf '%s\n' \
                '--to URL to send to' \
                '--failed replay every callback that could not be forwarded'
        case 'callbacks replay|--to'
            true
        case 'trigger|-'
            printf '%s\n' \
                '--to URL where your program receives callbacks' \
                '--payment id of the payment, with its data from the ledger (default: a new payment)' \
                '--set add or override any field before signing (repeatable)' \
                '--invalid send a forged callback of this kind' \
                '--storm stress test: send many callbacks with duplicates, delays and retries, and print a report' \
                '--speed time factor of the retries in a stress test (default 1000: 10 s become 10 ms)' \
                '--verify-url after a stress test, ask this URL how often your program recorded {payment}; the answer is one number' \
                '--verify-command shell command that prints the number instead; {payment} is replaced with the payment id'
        case 'trigger|0'
            printf '%s\n' \
                'purchase.success ' \
                'purchase.decline ' \
                'purchase.otp ' \
                'refund.success ' \
                'refund.partial ' \
                'refund.decline '
        case 'trigger|--to'
            true
        case 'trigger|--payment'
            printf '%s\n' \
                '@payment'
        case 'trigger|--set'
            true
        case 'trigger|--invalid'
            printf '%s\n' \
                'wrong-secret ' \
                'secret-line-end ' \
                'no-signature ' \
                'empty-signature ' \
                'placeholder ' \
                'hex ' \
                'sha256 ' \
                'base64url ' \
                'plus-as-space ' \
                'url-encoded ' \
                'unsorted-keys ' \
                'signature-left-in ' \
                'raw-body ' \
                'changed-amount ' \
                'changed-status ' \
                'added-field ' \
                'byte-order-mark ' \
                'wrapped ' \
                'form ' \
                'cut-off ' \
                'no-json '
        case 'trigger|--speed'
            true
        case 'trigger|--verify-url'
            true
        case 'trigger|--verify-command'
            true
        case 'sandbox|-'
            printf '%s\n' \
                '--port port to listen on (default 4010; 0: any free port)' \
                '--host address to listen on (default 127.0.0.1)' \
                '--callback-url URL for callbacks of payments without their own URL' \
                '--otp-ttl lifetime of an OTP (default 80s)' \
                '--speed time factor of the sandbox clock (default 1)' \
                '--fault inject this fault (repeatable)' \
                '--state file for its project, secret and payments'
        case 'sandbox|--port'
            true
        case 'sandbox|--host'
            true
        case 'sandbox|--callback-url'
            true
        case 'sandbox|--otp-ttl'
            true
        case 'sandbox|--speed'
            true
        case 'sandbox|--fault'
            printf '%s\n' \
                '500 ' \
                '502 ' \
                'reset-before ' \
                'reset-after ' \
                'hang ' \
                'half ' \
                'drip ' \
                'bad-json ' \
                'bad-signature ' \
                'duplicate-callbacks ' \
                'reorder-callbacks ' \
                'late-callbacks ' \
                'no-callbacks ' \
                'wrong-status-after-resend '
        case 'sandbox|--state'
            printf '%s\n' \
                '@file'
        case 'demo|-'
            printf '%s\n' \
                '--play run the demo without questions' \
                '--page pay on the Payment Page in the browser; stop with Ctrl-C' \
                '--speed time factor (default 1; 40 with --play)'
        case 'demo|--speed'
            true
        case 'smoke|-'
            printf '%s\n' \
                '--sandbox test a new sandbox, without a profile' \
                '--phone phone number of the payer (required unless the platform is a sandbox)' \
                '--amount amount in major units, for example 1000.00' \
                '--amount-minor amount in minor units, for example 100000' \
                '--otp the OTP that the payer receives' \
                '--otp-command shell command that prints the OTP (it gets ROCKETPAY_PAYMENT_ID and ROCKETPAY_PHONE, and no secret)' \
                '--deadline time limit of the whole test (default 5m)' \
                '--junit write a JUnit report, replacing an older one'
        case 'smoke|--phone'
            true
        case 'smoke|--amount'
            true
        case 'smoke|--amount-minor'
            true
        case 'smoke|--otp'
            true
        case 'smoke|--otp-command'
            true
        case 'smoke|--deadline'
            true
        case 'smoke|--junit'
            true
        case 'profiles|'
            printf '%s\n' \
                'add store a project with its id, secret and settings' \
                'list list the stored profiles' \
                'show show a stored profile, without its secret' \
                'use set the default profile' \
                'rename rename a profile' \
                'rotate replace the secret of a profile after a check at the Gate' \
                'remove remove a profile and its secret' \
                'push share a profile with the team, without its secret' \
                'pull store the profiles that the team shares'
        case 'profiles add|-'
            printf '%s\n' \
                '--project-id project id, as the Dashboard shows it' \
                '--from-env read the project, URLs and the location of the secret from the ROCKETPAY_… variables' \
                '--secret-stdin read the secret from standard input' \
                '--secret-keyring save the secret in the keyring of this system, not in the profile store' \
                '--secret-env environment variable with the secret' \
                '--secret-file file with the secret' \
                '--secret-command command that prints the secret: \'["pass","show","rocketpay"]\'' \
                '--test test project without real money' \
                '--live live project with real money (default)' \
                '--gate-url server API (default https://api.rocketpay.kz)' \
                '--payment-page-url Payment Page (hosted checkout)' \
                '--otp-seconds lifetime of an OTP: 80 or 90, ask your account manager (default 80)' \
                '--resends maximum number of OTP resends (default 3)' \
                '--currency ISO 4217 code (default KZT)' \
                '--language language of messages with this profile: en, ru, kk (default: that of the system)' \
                '--customer-id id of the test customer' \
                '--first-name first name of the test customer' \
                '--last-name last name of the test customer' \
                '--email e-mail address of the test customer' \
                '--ip IP address of the test customer' \
                '--callback-url URL for the callbacks of each sale' \
                '--status-delay delay before the first status request (default 10)' \
                '--max-refund maximum amount of one refund, in major units' \
                '--max-refund-per-day maximum total of refunds within 24 hours, in major units' \
                '--require-approval require the approval of a second user for refund plans' \
                '--approver public key of an approver, as "rocketpay refunds key" shows it (repeatable)' \
                '--merchant-refund-id send the intent id as payment.merchant_refund_id, if the project supports it' \
                '--accept-unsigned-status DANGER: act on status answers without a signature, which anyone on the network path can forge' \
                '--replace replace an existing profile' \
                '--if-missing do nothing if the profile exists with this project'
        case 'profiles add|--project-id'
            true
        case 'profiles add|--secret-env'
            true
        case 'profiles add|--secret-file'
            printf '%s\n' \
                '@file'
        case 'profiles add|--secret-command'
            true
        case 'profiles add|--gate-url'
            true
        case 'profiles add|--payment-page-url'
            true
        case 'profiles add|--otp-seconds'
            true
        case 'profiles add|--resends'
            true
        case 'profiles add|--currency'
            true
        case 'profiles add|--language'
            printf '%s\n' \
                'en ' \
                'ru ' \
                'kk '
        case 'profiles add|--customer-id'
            true
        case 'profiles add|--first-name'
            true
        case 'profiles add|--last-name'
            true
        case 'profiles add|--email'
            true
        case 'profiles add|--ip'
            true
        case 'profiles add|--callback-url'
            true
        case 'profiles add|--status-delay'
            true
        case 'profiles add|--max-refund'
            true
        case 'profiles add|--max-refund-per-day'
            true
        case 'profiles add|--approver'
            true
        case 'profiles show|0'
            printf '%s\n' \
                '@profile'
        case 'profiles use|0'
            printf '%s\n' \
                '@profile'
        case 'profiles rename|0'
            printf '%s\n' \
                '@profile'
        case 'profiles rotate|-'
            printf '%s\n' \
                '--secret-stdin read the secret from standard input' \
                '--secret-keyring save the secret in the keyring of this system, not in the profile store' \
                '--no-check store the secret without a check at the Gate'
        case 'profiles remove|-'
            printf '%s\n' \
                '--yes do not ask for confirmation'
        case 'profiles remove|0'
            printf '%s\n' \
                '@profile'
        case 'profiles push|0'
            printf '%s\n' \
                '@profile'
        case 'profiles pull|-'
            printf '%s\n' \
                '--yes do not ask for confirmation'
        case 'doctor|-'
            printf '%s\n' \
                '--offline do not use the network' \
                '--bundle write a report for support to a new file, without secrets and personal data'
        case 'doctor|--bundle'
            true
        case 'explain|-'
            printf '%s\n' \
                '--refund explain the code of a refund, not of a payment'
        case 'explain|0'
            printf '%s\n' \
                '@code'
        case 'help|0'
            printf '%s\n' \
                'exit-codes what each exit code means, and what to do next' \
                'scripts how a script refunds safely, step by step, and common mistakes' \
                'environment the environment variables, and what they set' \
                'signatures how requests and callbacks are signed, and common mistakes' \
                'otp the code from the SMS: its two time limits, resends, wrong codes' \
                'operators list the mobile operators that support payments' \
                'sale request a payment; the operator sends the customer an OTP' \
                'interactive guided payment with questions: sale, OTP, result, refund' \
                'pay the same as interactive' \
                'resend request a new OTP for the customer' \
                'refund refund a payment, in full or in part' \
                'approve approve a large refund of another member of the team' \
                'refunds bulk refunds from a CSV or Excel file: plan, apply once, export the results' \
                'status show the status of a payment' \
                'wait wait until a payment asks for the OTP, is final, or is refunded' \
                'checkout create a signed link to the Payment Page: URL, widget, HTML page or QR code' \
                'request sign and send any request to the Gate' \
                'find find payments by a phone, an id, an amount, a date or a word' \
                'timeline show everything known about one payment, in the order of time' \
                'pending list the writes without a known result' \
                'resume ask the platform for the results of these writes' \
                'history list what was sent, with the results' \
                'receipt show everything about one write' \
                'answer say what happened with a payment, in sentences for the customer' \
                'note add a note to a payment for colleagues, or list its notes' \
                'report report the refunds, codes and callbacks of a day, week or month' \
                'ledger show, create or share the ledger, the record of all writes' \
                'audit check and export the audit trail' \
                'sign sign a body, and show the string to sign' \
                'verify-callback check the signature of a callback, and explain why it fails' \
                'listen receive callbacks: verify, store, show and forward them' \
                'callbacks list, show, replay or remove the stored callbacks' \
                'trigger send a sample callback to your program, or run a stress test' \
                'sandbox run a local sandbox of the platform, for tests' \
                'demo guided payment on a local sandbox, without an account' \
                'smoke run a whole purchase on a test project, for CI' \
                'profiles manage the stored projects and their secrets' \
                'whoami show the active profile and settings, and the origin of each value' \
                'doctor check this machine, its settings, and the connection to the Gate' \
                'explain explain a code of the platform, and what to tell the customer' \
                'commands list every command; with --json the whole command tree' \
                'help show the help of a command or topic: exit-codes, environment, signatures, otp' \
                'completion print the script for shell completion'
        case 'completion|0'
            printf '%s\n' \
                'bash ' \
                'zsh ' \
                'fish ' \
                'powershell '
        case '|-'
            printf '%s\n' \
                '--profile profile name (default: ROCKETPAY_PROFILE, then the default profile)' \
                '--json print one JSON document on stdout and nothing else' \
                '--field print one value of the JSON document, for example payment.status (repeatable)' \
                '--timeout time-out of each request: 500ms, 30s, 5m (default 30s)' \
                '--language language of messages: en, ru, kk (default: ROCKETPAY_LANGUAGE, profile, system)' \
                '--no-input never ask questions (also: ROCKETPAY_NO_INPUT)' \
                '--no-color no colour, no animation (also: NO_COLOR)' \
                '--quiet print fewer messages' \
                '--verbose print more messages' \
                '--debug show requests and answers, with masked secrets' \
                '--insecure allow plain http to other machines' \
                '--help show the help of the command' \
                '--version print the version'
        case '*|--profile'
            printf '%s\n' \
                '@profile'
        case '*|--field'
            true
        case '*|--timeout'
            true
        case '*|--language'
            printf '%s\n' \
                'en ' \
                'ru ' \
                'kk '
        # End of what the commands say.
        case '*'
            return 1
    end
end

function __rocketpay_complete
    set -l at ''
    set -l option ''
    set -l place 0
    set -l before (commandline -opc)
    for word in $before[2..]
        if test -n "$option"; and not string match -qr -- '^-.' $word
            set option ''
            continue
        end
        set option ''
        if string match -qr -- '^-.' $word
            if not string match -q -- '*=*' $word; and __rocketpay_find "$at|$word" >/dev/null
                set option $word
            end
        else if __rocketpay_find "$at|" | string match -q -- "$word *"
            set at (string trim -- "$at $word")
        else
            set place (math $place + 1)
        end
    end

    set -l current (commandline -ct)
    set -l head ''
    set -l found
    if string match -qr -- '^--.*=' $current
        set head (string replace -r -- '=.*' '=' $current)
        set found (__rocketpay_find "$at|"(string replace -- '=' '' $head)); or return
    else if string match -q -- '-*' $current
        test -n "$at"; and set found (__rocketpay_find "$at|-")
        set -a found (__rocketpay_find '|-')
    else if test -n "$option"
        set found (__rocketpay_find "$at|$option")
    else
        set found (__rocketpay_find "$at|"; or __rocketpay_find "$at|$place"); or return
    end

    switch "$found[1]"
        case @file
            __fish_complete_path (string replace -- "$head" '' $current) | string replace -r -- '^' "$head"
        case '@*'
            command rocketpay __complete (string sub -s 2 -- $found[1]) 2>/dev/null </dev/null | string replace -r -- '^' "$head"
        case '*'
            string replace -r -- '^([^ ]+) ' "$head\$1\t" $found
    end
end

complete -c rocketpay -f -k -a '(__rocketpay_complete)'
