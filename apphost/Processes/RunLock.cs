using Jinan.IndustryBrain.AppHost.Plan;

namespace Jinan.IndustryBrain.AppHost.Processes;

/// <summary>Keeps a second app host off a data folder that one is using; the system releases it however we end.</summary>
internal sealed class RunLock : IDisposable
{
    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    public static RunLock Take(DataLayout data)
    {
        try
        {
            return new RunLock(new FileStream(
                Path.Combine(data.Run, "apphost.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            throw new Setup.SetupException(
                $"Another app host is using the data folder {data.Root}. Stop it, or pass another folder with --data.");
        }
    }

    public void Dispose() => _file.Dispose();
}
