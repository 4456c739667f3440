namespace Jinan.IndustryBrain.AppHost.Plan;

/// <summary>How a program is started.</summary>
/// <param name="Args">What comes before the program's own arguments.</param>
internal sealed record ProgramStart(string Command, IReadOnlyList<string> Args, string Folder);

/// <summary>Finds the programs that the manifest's projects become.</summary>
internal interface IPrograms
{
    /// <param name="project">Project file, relative to the manifest.</param>
    ProgramStart Of(string project);
}

/// <summary>What was built in a checkout, started by the <c>dotnet</c> that runs us.</summary>
internal sealed class CheckoutPrograms(string root) : IPrograms
{
    public ProgramStart Of(string project) => new(DotNet.Host, [ProjectOutput.Of(root, project)], root);
}
