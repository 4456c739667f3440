using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.EdgeConsole.Words;

/// <summary>Why a capsule is refused, by the word of its verifier.</summary>
internal static class RefusalPhrases
{
    public static readonly IReadOnlyDictionary<string, Phrase> ByReason = new Dictionary<string, Phrase>(StringComparer.Ordinal)
    {
        ["Unreadable"] = new("无法读取：文件损坏或不是模型包", "it cannot be read: damaged, or no capsule"),
        ["UnsafeName"] = new("包内文件名不安全", "a name in it is not safe"),
        ["TooLarge"] = new("文件过多或过大", "it holds too many files, or too large ones"),
        ["DuplicateEntry"] = new("包内有同名文件", "two files in it have one name"),
        ["Unsigned"] = new("没有签名", "it is not signed"),
        ["BadSignature"] = new("签名无效", "its signature is not valid"),
        ["UntrustedPublisher"] = new("发布者不受信任", "its publisher is not trusted"),
        ["WrongPublisher"] = new("签名者不是所声明的发布者", "its signer is not the publisher that it names"),
        ["Altered"] = new("签名后被更改", "it was altered after it was signed"),
        ["MissingFile"] = new("缺少已签名的文件", "a signed file is missing"),
        ["ExtraFile"] = new("含有未签名的文件", "it holds a file that was not signed"),
        ["UnknownFormat"] = new("格式版本不受支持", "its format is not known here"),
        ["SdkMismatch"] = new("需要其他版本的插件 SDK", "it needs another version of the plugin SDK"),
        ["UnknownEngine"] = new("需要这里没有的模型引擎", "it wants an engine that is not here"),
        ["BadDeclaration"] = new("声明文件有误", "its declaration has faults"),
        ["BadGoldenVectors"] = new("基准向量有误或结果不符", "its golden vectors are wrong, or its answers differ from them"),
        ["DoesNotRun"] = new("无法运行", "it does not run"),
    };
}
