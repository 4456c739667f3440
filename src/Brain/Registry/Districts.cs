using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Registry;

/// <summary>
/// Jinan's districts and counties, with the two zones that the plan names beside them: the one list of their names. Places are
/// those of a schematic map, one tile each, north up. Roles are the plan's own words; where none is known here, none is told.
/// </summary>
internal static class Districts
{
    public static readonly IReadOnlyList<District> All =
    [
        new("shanghe", new("商河县", "Shanghe County"), 3, 0),
        new("jiyang", new("济阳区", "Jiyang"), 3, 1, PlanPart.Park),
        new("tianqiao", new("天桥区", "Tianqiao"), 2, 2),
        new("qibu", new("起步区", "Start-up Area"), 3, 2, PlanPart.Cluster, new("未来产业引领区", "Future industries")),
        new("licheng", new("历城区", "Licheng"), 4, 2, PlanPart.Park),
        new("huaiyin", new("槐荫区", "Huaiyin"), 1, 3, PlanPart.Park),
        new("shizhong", new("市中区", "Shizhong"), 2, 3, PlanPart.Cluster, new("应用创新孵化区", "Application incubation")),
        new("lixia", new("历下区", "Lixia"), 3, 3, PlanPart.Cluster, new("平台赋能服务区", "Platform services")),
        new("gaoxin", new("高新区", "High-tech Zone"), 4, 3, PlanPart.Cluster, new("技术创新策源地", "Source of technology")),
        new("zhangqiu", new("章丘区", "Zhangqiu"), 5, 3, PlanPart.Park),
        new("pingyin", new("平阴县", "Pingyin County"), 0, 4),
        new("changqing", new("长清区", "Changqing"), 1, 4, PlanPart.Park),
        new("laiwu", new("莱芜区", "Laiwu"), 5, 4, PlanPart.Park),
        new("gangcheng", new("钢城区", "Gangcheng"), 5, 5),
    ];

    public static District? Find(string? code) => All.FirstOrDefault(district => district.Code == code);
}

/// <summary>One district, county or zone.</summary>
/// <param name="Code">As the register of factories has it.</param>
/// <param name="Column">Of its tile, from the west.</param>
/// <param name="Row">Of its tile, from the north.</param>
/// <param name="Part">Its part in the plan's layout 四聚多园.</param>
/// <param name="Role">The plan's words for it.</param>
internal sealed record District(string Code, Phrase Name, int Column, int Row, PlanPart Part = PlanPart.None, Phrase? Role = null);

/// <summary>Parts of the plan's layout 四聚多园, "four clusters, many parks".</summary>
internal enum PlanPart
{
    /// <summary>Not named by it.</summary>
    None,

    /// <summary>One of the four clusters.</summary>
    Cluster,

    /// <summary>One of the parks.</summary>
    Park,
}
