namespace Jinan.IndustryBrain.TestKit;

/// <summary>
/// Figures that a test worked out, for people: in the test's own output, and where <c>TEST_REPORTS</c> names a folder also in a
/// file there, because a test runner keeps the output of tests that passed to itself.
/// </summary>
internal sealed class TestReport(ITestOutputHelper output)
{
    public void Line(string text)
    {
        output.WriteLine(text);
        if (Environment.GetEnvironmentVariable("TEST_REPORTS") is not { Length: > 0 } folder)
            return;
        Directory.CreateDirectory(folder);
        File.AppendAllText(
            Path.Combine(folder, (TestContext.Current.TestClass?.TestClassSimpleName ?? "tests") + ".txt"),
            $"{TestContext.Current.TestMethod?.MethodName}: {text}{Environment.NewLine}");
    }
}
