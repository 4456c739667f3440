namespace Jinan.IndustryBrain.ServiceDefaults.Options;

/// <summary>An options record that can say everything that is wrong with it at once.</summary>
public interface IValidatedOptions
{
    /// <summary>
    /// Every fault, in words for the person who edits the configuration: "<c>MaxBatch</c> is 0: use 1 to 500". Empty when
    /// the options can be used. The section's name is put in front by the caller.
    /// </summary>
    IEnumerable<string> FindFaults();
}
