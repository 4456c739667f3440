using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.EdgeConsole.Words;

/// <summary>What is wrong with a certificate, by the name that the OPC UA stack gives the finding; the English is the stack's own.</summary>
internal static class CertificatePhrases
{
    private const string Of = "证书“{0}”（{1}…）";
    private const string English = "The certificate '{0}' ({1}...)";
    private const string EnglishIn = "the certificate '{0}' ({1}...)";

    public static readonly IReadOnlyDictionary<string, Phrase> ByName = new Dictionary<string, Phrase>(StringComparer.Ordinal)
    {
        ["notSent"] = new("对方没有发送证书。", "The peer sent no certificate."),
        ["notReadable"] = new(
            "对方发送了 {0} 字节，其中不是证书，或多于 {1} 张证书。",
            "The peer sent {0} bytes that are no certificate, or more than {1} of them."),
        ["oldVersion"] = new(
            Of + "是 X.509 第 {2} 版；OPC UA 要求第 3 版：请重新制作。",
            English + " is of X.509 version {2}; OPC UA asks for version 3: have it made anew."),
        ["unknownExtension"] = new(
            Of + "含有本系统不认识的关键扩展 {2}：请重新颁发不含此扩展的证书。",
            English + " has the critical extension {2}, which is not known here: have it issued without."),
        ["issuerMissing"] = new(
            Of + "由“{2}”颁发，而后者的证书既未随连接发来，也不在证书库中。请向该颁发机构的管理者索取，然后运行：{3}。",
            English + " was issued by '{2}', whose certificate was neither sent nor is it in the store. Get it from whoever runs that authority, then: {3}."),
        ["endless"] = new(
            Of + "的颁发者没有到达根证书：颁发关系成环，或多于 {2} 级。",
            "The issuers of " + EnglishIn + " end at no root: they go in a circle, or there are more than {2}."),
        ["signatureWrong"] = new(
            Of + "上的签名不是“{2}”的：证书被更改或伪造。",
            "The signature of " + EnglishIn + " is not that of '{2}': the certificate was changed or forged."),
        ["keyNotRsa"] = new(
            Of + "的密钥不是 RSA：这里的安全策略不支持其他密钥。",
            "The key of " + EnglishIn + " is not RSA: the security policies here know no other."),
        ["keySize"] = new(
            Of + "的密钥为 {2} 位；安全策略要求 {3} 至 {4} 位：请让设备重新生成证书。",
            "The key of " + EnglishIn + " has {2} bits; the security policies ask for {3} to {4}: have the device make a new certificate."),
        ["weakSignature"] = new(
            Of + "以 {2} 签名；安全策略要求 SHA-256：请让设备重新生成证书。",
            English + " is signed by {2}; the security policies ask for SHA-256: have the device make a new certificate."),
        ["notVerifiable"] = new(
            Of + "的签名无法验证：颁发者的密钥种类不被安全策略允许。",
            "The signature of " + EnglishIn + " cannot be verified: its issuer's key is of a kind that the security policies do not allow."),
        ["untrusted"] = new(
            Of + "未受信任。请与设备显示的、或其工程师提供的指纹核对，一致后运行：{2}。",
            English + " is not trusted. Compare its fingerprint with what the device or its engineer says, then: {2}."),
        ["expired"] = new(
            Of + "已于 {2} UTC 过期：请在其制作处更新，再信任新证书。",
            English + " expired on {2} UTC: renew it where it was made, then trust the new one."),
        ["notYetValid"] = new(
            Of + "自 {2} UTC 起有效，而本机时间为 {3} UTC：请校准有误的时钟。",
            English + " is valid from {2} UTC; here it is {3} UTC: set the clock that is wrong."),
        ["otherHost"] = new(
            Of + "不是为主机“{2}”制作的，而是为：{3}。请改用其中一个地址，或让设备生成含此主机名的证书。",
            English + " is not for the host '{2}' but for: {3}. Dial one of these, or have the device make a certificate that names the host."),
        ["noHost"] = new(
            Of + "没有写明任何主机，而连接的是“{2}”：请让设备生成含此主机名的证书。",
            English + " is for no host at all, and '{2}' was dialled: have the device make a certificate that names the host."),
        ["otherApplication"] = new(
            Of + "属于应用 {2}，但对方自称 {3}：这不是它的证书，或设备已改名，需要新证书。",
            English + " is for the application {2}, but the peer calls itself {3}: it is not its certificate, or the device was renamed and needs a new one."),
        ["noApplication"] = new(
            Of + "没有写明应用 URI，而对方自称 {2}：请让设备生成写明应用 URI 的证书。",
            English + " names no application, and the peer calls itself {2}: have the device make a certificate that names it."),
        ["notForSigning"] = new(
            Of + "不能用于签名（keyUsage 缺少 digitalSignature）：请重新制作。",
            English + " is not for signing (keyUsage lacks digitalSignature): have it made anew."),
        ["notForEncryption"] = new(
            Of + "不能用于加密（keyUsage 缺少 keyEncipherment 和 dataEncipherment）：请重新制作。",
            English + " is not for encryption (keyUsage lacks keyEncipherment and dataEncipherment): have it made anew."),
        ["notForServer"] = new(
            Of + "不能用作服务器证书（extendedKeyUsage）：请重新制作。",
            English + " is not for a server (extendedKeyUsage): have it made anew."),
        ["notForClient"] = new(
            Of + "不能用作客户端证书（extendedKeyUsage）：请重新制作。",
            English + " is not for a client (extendedKeyUsage): have it made anew."),
        ["notForUser"] = new(
            Of + "不能用作用户证书（extendedKeyUsage）：请重新制作。",
            English + " is not for a user (extendedKeyUsage): have it made anew."),
        ["noAuthority"] = new(
            Of + "签发了其他证书，但它不是颁发机构证书（basicConstraints、keyUsage）。",
            English + " signed another certificate without being an authority (basicConstraints, keyUsage)."),
        ["pathTooLong"] = new(
            Of + "允许其下有 {2} 级颁发机构，这里有 {3} 级。",
            English + " allows {2} authorities below it, here are {3}."),
        ["revoked"] = new(
            Of + "已被“{2}”吊销：不得再用，请颁发新证书。",
            English + " was revoked by '{2}': it must not be used again, have a new one issued."),
        ["noRevocationList"] = new(
            "没有“{0}”的有效吊销列表。请向该颁发机构索取，然后运行：{1}。",
            "There is no valid revocation list of '{0}'. Get it from that authority, then: {1}."),
        ["revocationListOverdue"] = new(
            "“{0}”{1} 的吊销列表已过期。请获取最新列表，然后运行：{2}。",
            "The revocation list of '{0}' of {1} is overdue. Get the current one, then: {2}."),
        ["revocationListPartial"] = new(
            "“{0}”{1} 的吊销列表不完整。请获取最新的完整列表，然后运行：{2}。",
            "The revocation list of '{0}' of {1} is a partial one. Get the current one, then: {2}."),
    };
}
