using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.EdgeConsole.Words;

/// <summary>Why a capsule is refused and what to do, by the word of its verifier; what exactly, its own message says.</summary>
internal static class RefusalPhrases
{
    public static readonly IReadOnlyDictionary<string, Phrase> ByReason = new Dictionary<string, Phrase>(StringComparer.Ordinal)
    {
        ["Unreadable"] = new(
            "无法读取：文件损坏，或不是模型包；请重新复制或重新制作",
            "it cannot be read: damaged, or no capsule; copy or make it again"),
        ["UnsafeName"] = new(
            "包内文件名不安全；请向发布者索取重新制作的模型包",
            "a name in it is not safe; ask its publisher for one that is made anew"),
        ["TooLarge"] = new(
            "文件过多或过大；请向发布者索取更小的模型包",
            "it holds too many files, or too large ones; ask its publisher for a smaller one"),
        ["DuplicateEntry"] = new(
            "包内有同名文件；请向发布者索取重新制作的模型包",
            "two files in it have one name; ask its publisher for one that is made anew"),
        ["Unsigned"] = new(
            "没有签名；请发布者签名（brain capsule sign）后再放入",
            "it is not signed; have its publisher sign it (brain capsule sign) and put it here again"),
        ["BadSignature"] = new(
            "签名无效：已被更改，或在途中损坏；请向发布者重新索取",
            "its signature is not valid: it was altered, or damaged on the way; get it again from its publisher"),
        ["UntrustedPublisher"] = new(
            "发布者不受信任；若确认信任，请核对指纹，并将其证书放入发布者文件夹",
            "its publisher is not trusted; if you trust it, compare the fingerprint and put its certificate into the folder of publishers"),
        ["WrongPublisher"] = new(
            "签名者不是所声明的发布者；请发布者用自己的密钥签名",
            "its signer is not the publisher that it names; have the publisher sign it with its own key"),
        ["Altered"] = new(
            "签名后被更改；请向发布者重新索取",
            "it was altered after it was signed; get it again from its publisher"),
        ["MissingFile"] = new(
            "缺少已签名的文件；请向发布者重新索取",
            "a signed file is missing; get it again from its publisher"),
        ["ExtraFile"] = new(
            "含有未签名的文件；请向发布者重新索取",
            "it holds a file that was not signed; get it again from its publisher"),
        ["UnknownFormat"] = new(
            "格式版本不受支持；请升级本机，或索取本机支持的版本",
            "its format is not known here; update this edge, or ask for one in a format that it reads"),
        ["SdkMismatch"] = new(
            "需要其他版本的插件 SDK；请升级本机，或索取适用于本机 SDK 的版本",
            "it needs another version of the plugin SDK; update this edge, or ask for one for its SDK"),
        ["UnknownEngine"] = new(
            "需要这里没有的模型引擎；请升级本机，或索取使用 mlnet 或 onnx 的版本",
            "it wants an engine that is not here; update this edge, or ask for one that uses mlnet or onnx"),
        ["BadDeclaration"] = new(
            "声明文件有误；请将下列各项告知发布者",
            "its declaration has faults; tell its publisher what follows"),
        ["BadGoldenVectors"] = new(
            "基准向量有误或结果不符：模型在本机得不出应有的结果；请告知发布者",
            "its golden vectors are wrong, or its answers here differ from them; tell its publisher"),
        ["DoesNotRun"] = new(
            "无法运行；请将下列内容告知发布者，推理服务的日志中有详情",
            "it does not run; tell its publisher what follows, the log of inference has more"),
    };
}
