using System.CommandLine;
using System.Text.Json;
using Jinan.IndustryBrain.Cli.Capsule;

namespace Jinan.IndustryBrain.Cli.Tests.Capsule;

/// <summary>The capsule commands over a plugin of the repository, as the app host and a plugin developer call them.</summary>
[Collection("console")]
public sealed class CapsuleCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("capsule-command-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Pack_WithADevelopmentKey_MakesACapsuleThatVerifiesHere()
    {
        var (code, output) = await PackAsync();
        Assert.Equal(0, code);
        Assert.Contains("signed by Jinan Industry Brain development", output);
        (code, output) = await RunAsync("verify", Path("a.capsule"), "--publishers", Path("publishers"));
        Assert.Equal(0, code);
        Assert.Contains("accepted", output);
    }

    [Fact]
    public async Task Verify_OfACapsuleThatNobodyTrusts_RefusesWithTheReason()
    {
        await PackAsync();
        var (code, output) = await RunAsync("verify", Path("a.capsule"), "--publishers", Path("nobody"), "--json");
        Assert.Equal(1, code);
        var verdict = JsonDocument.Parse(output).RootElement;
        Assert.False(verdict.GetProperty("accepted").GetBoolean());
        Assert.Equal("UntrustedPublisher", verdict.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Inspect_OfACapsule_ShowsItsModelsAndFiles()
    {
        await PackAsync();
        var (code, output) = await RunAsync("inspect", Path("a.capsule"));
        Assert.Equal(0, code);
        Assert.All(["plasma-etcher", "onnx", "model.onnx", "META/manifest.json"], part => Assert.Contains(part, output));
    }

    [Fact]
    public async Task Sign_WithAnotherDevelopmentKey_ChangesWhoMustBeTrusted()
    {
        await PackAsync();
        var (code, _) = await RunAsync("sign", Path("a.capsule"), "--key-folder", Path("other-keys"));
        Assert.Equal(0, code);
        (code, _) = await RunAsync("verify", Path("a.capsule"), "--publishers", Path("publishers"));
        Assert.Equal(1, code);
    }

    [Fact]
    public async Task Pack_OfAFolderThatIsNoPlugin_SaysWhatIsMissing()
    {
        Directory.CreateDirectory(Path("empty"));
        var (code, output) = await RunAsync("pack", Path("empty"), "--out", Path("a.capsule"), "--key-folder", Path("keys"));
        Assert.Equal(1, code);
        Assert.Contains("There is no capsule.json", output);
        Assert.Empty(Directory.GetFiles(_folder.FullName, "a.capsule*"));
    }

    [Fact]
    public async Task Pack_WithoutAnyKey_SaysWhichToGive()
    {
        var (code, output) = await RunAsync("pack", Plugin(), "--out", Path("a.capsule"));
        Assert.Equal(1, code);
        Assert.Contains("--key-folder", output);
    }

    private Task<(int Code, string Output)> PackAsync() =>
        RunAsync("pack", Plugin(), "--out", Path("a.capsule"), "--key-folder", Path("keys"), "--publishers", Path("publishers"));

    private static async Task<(int Code, string Output)> RunAsync(params string[] args)
    {
        var root = new RootCommand { CommonOptions.Json, CapsuleCommand.Create() };
        var (output, error) = (Console.Out, Console.Error);
        await using var written = new StringWriter();
        Console.SetOut(written);
        Console.SetError(written);
        try
        {
            return (await root.Parse(["capsule", .. args]).InvokeAsync(), written.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }

    private string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    private static string Plugin()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "Jinan.IndustryBrain.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of a checkout.");
        return System.IO.Path.Combine(folder.FullName, "plugins", "semiconductors");
    }
}
