namespace Jinan.IndustryBrain.Contracts.Sentences;

/// <summary>Why somebody could not be told of a warning. What a server or the system itself said is put in as it came.</summary>
public static class NotificationSentences
{
    public static readonly SentenceForm SwitchedOff = new("notification.off", "this way of notifying was switched off");
    public static readonly SentenceForm TooManyWaiting = new("notification.full", "{0} wait already: see why they cannot be sent");

    public static readonly SentenceForm MailTooLate = new("mail.tooLate", "{0} did not take the mail within {1} s: see whether the server is well, and lets this machine in");
    public static readonly SentenceForm MailNoHost = new("mail.noHost", "{0}: the server's name is not known here ({1}): check it, and this machine's name service");
    public static readonly SentenceForm MailUnreachable = new("mail.unreachable", "{0} cannot be reached ({1}): check server, port and firewall, and whether it is switched on");
    public static readonly SentenceForm MailNoTls = new("mail.noTls", "{0} offers no STARTTLS ({1}): choose TLS, most often on port 465, or another server");
    public static readonly SentenceForm MailTlsFailed = new("mail.tlsFailed", "no secured connection with {0} ({1}): TLS is most often on port 465, STARTTLS on 587; and this machine has to trust the server's certificate");
    public static readonly SentenceForm MailUserRefused = new("mail.userRefused", "{0} does not let this user in ({1}): check user and password");
    public static readonly SentenceForm MailSenderRefused = new("mail.senderRefused", "{0} does not take the sender {1} ({2}): use one that the server knows");
    public static readonly SentenceForm MailRecipientRefused = new("mail.recipientRefused", "{0} does not take the recipient {1} ({2}): correct or remove it");
    public static readonly SentenceForm MailRefused = new("mail.refused", "{0} refuses the mail ({1}): whoever runs the server can tell why");
    public static readonly SentenceForm MailNotUnderstood = new("mail.notUnderstood", "{0} does not answer as a mail server ({1}): check the port, and TLS or STARTTLS");
    public static readonly SentenceForm MailFailed = new("mail.failed", "{0} did not take the mail ({1})");

    public static readonly SentenceForm WebhookTooLate = new("webhook.tooLate", "the webhook did not answer within {0} s: see whether its receiver is well");
    public static readonly SentenceForm WebhookNoHost = new("webhook.noHost", "the webhook's host name is not known here ({0}): check the address, and this machine's name service");
    public static readonly SentenceForm WebhookUnreachable = new("webhook.unreachable", "the webhook cannot be reached ({0}): check the address and the firewall, and whether its receiver runs");
    public static readonly SentenceForm WebhookTlsFailed = new("webhook.tlsFailed", "no secured connection with the webhook ({0}): this machine has to trust its certificate, which has to be made for its host name");
    public static readonly SentenceForm WebhookNotLetIn = new("webhook.notLetIn", "the webhook answers {0}: see whether its receiver has the same secret, and lets this machine in");
    public static readonly SentenceForm WebhookNotThere = new("webhook.notThere", "the webhook answers {0}: check the address, behind the host too");
    public static readonly SentenceForm WebhookRedirects = new("webhook.redirects", "the webhook answers {0}, which leads elsewhere and is not followed: set the address that it leads to");
    public static readonly SentenceForm WebhookAnswers = new("webhook.answers", "the webhook answers {0}: its receiver's log can tell why");
}
