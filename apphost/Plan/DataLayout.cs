namespace Jinan.IndustryBrain.AppHost.Plan;

/// <summary>Where a run keeps what it writes.</summary>
internal sealed record DataLayout(string Root)
{
    public string Factories => Path.Combine(Root, "factories");
    public string Capsules => Path.Combine(Root, "capsules");
    public string Publishers => Path.Combine(Root, "publishers");
    public string Keys => Path.Combine(Root, "keys");
    public string Logs => Path.Combine(Root, "logs");

    /// <summary>State of the run in progress: readable by this user alone, for it holds the run's tokens.</summary>
    public string Run => Path.Combine(Root, "run");

    public string RunState => Path.Combine(Run, "apphost.json");
    public string SidecarConfiguration => Path.Combine(Run, "sidecar.json");

    public void Create()
    {
        foreach (var folder in new[] { Factories, Capsules, Publishers, Logs })
            Directory.CreateDirectory(folder);
        foreach (var folder in new[] { Run, Keys })
            CreatePrivate(folder);
    }

    /// <summary>The same, and no other user may look into any of it, whoever made the folder.</summary>
    public void CreatePrivately()
    {
        CreatePrivate(Root);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Root, File.GetUnixFileMode(Root) & ~(UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute));
        Create();
    }

    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
