using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.EdgeConsole.Words;

/// <summary>What to do about a failure of a connection, by the section of the guide that explains it.</summary>
internal static class AdvicePhrases
{
    public static readonly IReadOnlyDictionary<string, Phrase> ByAnchor = new Dictionary<string, Phrase>(StringComparer.Ordinal)
    {
        ["badsecuritychecksfailed"] = new(
            "服务器拒绝了安全通道且未说明原因，多半是不信任我们的证书：请在服务器上信任它后重试",
            "the server refused the secured channel without telling why, most often because it does not trust our certificate: trust it at the server and try again"),
        ["badcertificateuntrusted"] = new(
            "证书未受信任：请核对指纹，用 brain opcua trust add <指纹> 信任它，或在服务器上信任我们的证书",
            "the certificate is not trusted: compare its fingerprint and trust it with 'brain opcua trust add <fingerprint>', or ours at the server"),
        ["badcertificatehostnameinvalid"] = new(
            "服务器证书是为另一个主机名颁发的：请在地址中使用该名称，或为服务器换上对应此名称的证书",
            "the server's certificate is made for another host name: use that name in the address, or give the server a certificate for this one"),
        ["badcertificateuriinvalid"] = new(
            "证书中的应用 URI 与应用自称的不同：请用正确的 URI 重新制作证书",
            "the certificate's application uri is not the one that the application tells: make the certificate anew, with the right uri"),
        ["badcertificatetimeinvalid"] = new(
            "证书已过期或尚未生效：请检查双方时钟，再更新证书",
            "the certificate is expired or not yet valid: check both clocks, then renew the certificate"),
        ["badcertificateinvalid"] = new(
            "证书无法使用：请重新制作，RSA 密钥至少 2048 位，使用 SHA-256",
            "the certificate cannot be used: make it anew, with an RSA key of at least 2048 bits and SHA-256"),
        ["badcertificaterevoked"] = new(
            "证书已被颁发者吊销：请安装新证书",
            "the certificate was revoked by its issuer: install a new one"),
        ["badcertificaterevocationunknown"] = new(
            "缺少证书颁发者的吊销列表：请放入证书库的 issuers/crl 文件夹",
            "there is no revocation list of the certificate's issuer: put it into the store, folder issuers/crl"),
        ["badcertificatechainincomplete"] = new(
            "缺少证书的颁发者：请把其证书放入证书库的 issuers/certs 文件夹",
            "an issuer of the certificate is missing: put its certificate into the store, folder issuers/certs"),
        ["badsecuritypolicyrejected"] = new(
            "服务器不提供此安全策略：brain opcua discover 可显示它提供的策略",
            "the server does not offer this security policy: 'brain opcua discover' shows those that it does"),
        ["badsecuritymoderejected"] = new(
            "服务器不提供此安全模式：brain opcua discover 可显示它提供的模式",
            "the server does not offer this security mode: 'brain opcua discover' shows those that it does"),
        ["badsecuritymodeinsufficient"] = new(
            "未加密的通道不允许此操作：请使用安全策略",
            "this is not allowed over a channel that is not secured: use a security policy"),
        ["badidentitytokenrejected"] = new(
            "服务器不接受此用户：请检查用户名和密码，或服务器的登录方式（brain opcua discover）",
            "the server does not take this user: check name and password, or how the server lets users in ('brain opcua discover')"),
        ["badidentitytokeninvalid"] = new(
            "服务器无法使用此类用户：brain opcua discover 可显示它接受的种类",
            "the server cannot use this kind of user: 'brain opcua discover' shows the kinds that it takes"),
        ["baduseraccessdenied"] = new(
            "此用户无权这样做：请换用其他用户，或在服务器上授权",
            "the user may not do this: log in as another one, or give the user the right at the server"),
        ["badservertoobusy"] = new(
            "服务器暂时不再接受尝试，多半是用户或密码多次有误：请更正后过一分钟再试",
            "the server takes no further attempts for now, most often after several wrong users or passwords: correct them, and try again in a minute"),
        ["badtoomanysessions"] = new(
            "服务器的会话已用完，PLC 一般只有约十个：请关闭其他客户端，或等待服务器清除失效会话",
            "all sessions of the server are taken, PLCs have about ten: close other clients, or wait until the server drops dead sessions"),
        ["badtoomanysubscriptions"] = new(
            "服务器不再提供订阅：请减少到它的连接，或提高其上限",
            "the server gives no further subscription: use fewer connections to it, or raise its limit"),
        ["badtoomanymonitoreditems"] = new(
            "服务器不再监视更多项：请减少信号或放慢采样；PLC 对二者之和有上限",
            "the server watches no further items: watch fewer, or sample them slower; PLCs have limits for both together"),
        ["badtoomanyoperations"] = new(
            "一次请求的操作数超过服务器的上限：请减少每次的数量",
            "the server takes fewer operations in a request than it was sent: ask for fewer at a time"),
        ["badnodeidunknown"] = new(
            "服务器没有此节点：请用 brain opcua browse 查找，命名空间写成 URI（nsu=...）",
            "the server has no such node: find it with 'brain opcua browse', and write its namespace by uri (nsu=...)"),
        ["badnodeidinvalid"] = new(
            "这不是该服务器的节点号：请用 brain opcua browse 查找",
            "this is no id of a node of this server: find it with 'brain opcua browse'"),
        ["badattributeidinvalid"] = new(
            "此节点没有值：它是对象或方法；brain opcua browse 可显示其下的变量",
            "the node has no value: it is an object or a method; 'brain opcua browse' shows the variables below it"),
        ["badnotreadable"] = new(
            "此用户不能读取该变量：请在服务器上允许",
            "the variable cannot be read by this user: allow it at the server"),
        ["badnotwritable"] = new(
            "该变量不能写入：请在服务器上为此用户允许",
            "the variable cannot be written: allow it at the server, for this user"),
        ["badtypemismatch"] = new(
            "值的类型与变量不同：brain opcua read 可显示其类型",
            "the value is of another type than the variable: 'brain opcua read' shows the type"),
        ["badoutofrange"] = new(
            "值超出变量允许的范围",
            "the value is outside of what the variable takes"),
        ["badmonitoreditemfilterunsupported"] = new(
            "服务器没有此类过滤器：请去掉死区或触发条件",
            "the server has no filters of this kind: leave the deadband or trigger out"),
        ["badfilternotallowed"] = new(
            "该变量不接受过滤器：请去掉死区或触发条件",
            "the variable takes no filter: leave the deadband or trigger out"),
        ["baddeadbandfilterinvalid"] = new(
            "该变量不接受这样的死区：百分比需要变量带有 EURange",
            "the variable takes no such deadband: percent needs a variable with EURange"),
        ["badhistoryoperationunsupported"] = new(
            "服务器不保存此变量的历史：请去掉 history，或在服务器上启用",
            "the server keeps no history of this variable: leave history out, or enable it at the server"),
        ["badserviceunsupported"] = new(
            "服务器没有此服务",
            "the server does not have this service"),
        ["badtcpendpointurlinvalid"] = new(
            "服务器在此路径上没有端点：brain opcua discover 可显示其地址",
            "the server has no endpoint at this path: 'brain opcua discover' shows its addresses"),
        ["badresponsetoolarge"] = new(
            "响应超过服务器能发送的大小：请减少每次请求的数量",
            "the answer is larger than the server can send: ask for less at once"),
        ["badtcpmessagetoolarge"] = new(
            "消息超过对方能接受的大小：请减少每次请求的数量",
            "a message is larger than the other side takes: ask for less at once"),
        ["badlicenseexpired"] = new(
            "服务器的许可证已到期：请在服务器上续期",
            "the server's license ended: renew it at the server"),
        ["badlicenselimitsexceeded"] = new(
            "服务器的许可证不足：请减少监视的项，或扩充许可证",
            "the server's license covers no more: watch fewer items, or extend it"),
        ["unreachable"] = new(
            "该地址没有 OPC UA 服务器响应：请检查地址、端口、防火墙，以及服务器是否开机",
            "nobody answers there as an OPC UA server: check address, port, firewall and whether the server is switched on"),
    };
}
