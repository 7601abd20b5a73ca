/**
 * Files made by hand in the layouts of publishers whose own files are not in the folder of public data. Headers are
 * the publishers' own; every party, number and address is fictional.
 */
const UK_HEADER =
  "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name type,Alias strength,Title," +
  "Name non-latin script,Non-latin script type,Non-latin script language,Regime Name,Designation Type,Designation source,Sanctions Imposed," +
  "Other Information,UK Statement of Reasons,Address Line 1,Address Line 2,Address Line 3,Address Line 4,Address Line 5,Address Line 6," +
  "Address Postal Code,Address Country,Phone number,Website,Email address,Date Designated,D.O.B,Nationality(/ies),National Identifier number," +
  "National Identifier additional information,Passport number,Passport additional information,Position,Gender,Town of birth,Country of birth," +
  "Type of entity,Subsidiaries,Parent company,Business registration number (s),IMO number,Current owner/operator (s),Previous owner/operator (s)," +
  "Current believed flag of ship,Previous flags,Type of ship,Tonnage of ship,Length of ship,Year Built,Hull identification number (HIN)";
const UK_COLUMNS = UK_HEADER.split(",");

/** A row with the named cells filled. */
const row = (columns: readonly string[], cells: Readonly<Record<string, string>>, delimiter = ","): string =>
  columns
    .map((column) => cells[column] ?? "")
    .map((cell) => (cell.includes(delimiter) || cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(delimiter);

const UK_PERSON = {
  "Unique ID": "TST0001",
  "Name 6": "EXAMPLE",
  "Name 1": "Ann",
  "Name 2": "Bea",
  "Regime Name": "Test Regime",
  "Designation Type": "Individual",
  "Date Designated": "04/08/2022",
  "D.O.B": "dd/mm/1960",
  "Nationality(/ies)": "(1) Russia (2) Belarus",
  "Passport number": "P1234567",
  Gender: "Female",
  "Address Line 1": "1 Sample Street, Flat 2",
  "Address Country": "Russia",
};

export const UK_CSV = [
  "Report Date: 08-Oct-2026",
  UK_HEADER,
  row(UK_COLUMNS, {
    ...UK_PERSON,
    "Name 1": "Anya",
    "Name 2": "",
    "Name type": "Alias",
    "Alias strength": "Low quality a.k.a",
  }),
  row(UK_COLUMNS, { ...UK_PERSON, "Name type": "Primary Name", "Name non-latin script": "Анна Пример" }),
  row(UK_COLUMNS, {
    "Unique ID": "TST0002",
    "Name 6": "SAMPLE TANKER",
    "Name type": "Primary Name",
    "Regime Name": "Test Regime",
    "Designation Type": "Ship",
    "IMO number": "1234567",
    "Current believed flag of ship": "Panama",
    "Other Information": 'Known as the "grey" ship',
  }),
  "",
].join("\r\n");

const EU_HEADER =
  "fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_UnitedNationId;Entity_DesignationDate;Entity_DesignationDetails;Entity_Remark;" +
  "Entity_SubjectType;Entity_SubjectType_ClassificationCode;Entity_Regulation_Type;Entity_Regulation_OrganisationType;Entity_Regulation_PublicationDate;" +
  "Entity_Regulation_EntryIntoForceDate;Entity_Regulation_NumberTitle;Entity_Regulation_Programme;Entity_Regulation_PublicationUrl;NameAlias_LastName;" +
  "NameAlias_FirstName;NameAlias_MiddleName;NameAlias_WholeName;NameAlias_NameLanguage;NameAlias_Gender;NameAlias_Title;NameAlias_Function;NameAlias_Remark;" +
  "Address_City;Address_Street;Address_ZipCode;Address_CountryIso2Code;Address_CountryDescription;BirthDate_BirthDate;BirthDate_Year;BirthDate_Circa;" +
  "Identification_Number;Identification_TypeCode;Identification_TypeDescription;Identification_CountryIso2Code;Citizenship_CountryIso2Code";
const EU_COLUMNS = EU_HEADER.split(";");
const EU_PERSON = {
  fileGenerationDate: "05/08/2026",
  Entity_LogicalId: "13",
  Entity_EU_ReferenceNumber: "EU.1.1",
  Entity_SubjectType_ClassificationCode: "person",
  Entity_Regulation_Programme: "TST",
  Entity_DesignationDate: "2022-08-04",
};

export const EU_CSV = `\uFEFF${[
  EU_HEADER,
  row(
    EU_COLUMNS,
    {
      ...EU_PERSON,
      NameAlias_LastName: "Example",
      NameAlias_FirstName: "Ann",
      NameAlias_WholeName: "Ann Example",
      NameAlias_Gender: "F",
    },
    ";",
  ),
  row(EU_COLUMNS, { ...EU_PERSON, NameAlias_WholeName: "Анна Пример", NameAlias_NameLanguage: "RU" }, ";"),
  row(EU_COLUMNS, { ...EU_PERSON, NameAlias_WholeName: "The Bird", NameAlias_Remark: "Low quality alias" }, ";"),
  row(EU_COLUMNS, { ...EU_PERSON, BirthDate_Year: "1960", BirthDate_Circa: "true" }, ";"),
  row(
    EU_COLUMNS,
    {
      ...EU_PERSON,
      Identification_Number: "P1; P2",
      Identification_TypeCode: "passport",
      Identification_TypeDescription: "National passport",
      Identification_CountryIso2Code: "RU",
    },
    ";",
  ),
  row(EU_COLUMNS, { ...EU_PERSON, Citizenship_CountryIso2Code: "RU" }, ";"),
  row(
    EU_COLUMNS,
    {
      fileGenerationDate: "05/08/2026",
      Entity_LogicalId: "14",
      Entity_SubjectType_ClassificationCode: "enterprise",
      NameAlias_WholeName: "SAMPLE TRADING",
      Address_City: "Minsk",
      Address_CountryIso2Code: "00",
      Address_CountryDescription: "UNKNOWN",
    },
    ";",
  ),
  "",
].join("\n")}`;

const CSL_HEADER =
  "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,standard_order,license_requirement,license_policy," +
  "call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_birth," +
  "nationalities,places_of_birth,source_information_url,ids";
const CSL_COLUMNS = CSL_HEADER.split(",");

export const CSL_CSV = [
  CSL_HEADER,
  row(CSL_COLUMNS, {
    _id: "a1",
    source: "Entity List (EL) - Bureau of Industry and Security",
    type: "Entity",
    programs: "TST; TST2",
    name: "SAMPLE TRADING, LTD.",
    addresses: "1 Sample Street, Minsk, BY; Panama City, PA",
    start_date: "2022-08-04",
    alt_names: "SAMPLE CO; SAMPLE GROUP",
  }),
  row(CSL_COLUMNS, {
    _id: "a2",
    source: "Specially Designated Nationals (SDN) - Treasury Department",
    type: "Individual",
    name: "EXAMPLE, Ann",
    dates_of_birth: "1960; 1961-02-03",
    nationalities: "RU",
    ids: "Passport, P1, RU; Digital Currency Address - ETH, 0xabc",
  }),
  "",
].join("\n");

export const OPENSANCTIONS_CSV = [
  "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,program_ids,dataset,first_seen,last_seen,last_change",
  'os-1,Person,Ann Example,"Anna Example;Анна Пример",1960-01-01,ru;by,"1 Sample Street, Minsk",P1,"Test sanctions",,,TST,Test Dataset,2024-01-01,2024-01-01,2024-01-01',
  "os-2,Vessel,SAMPLE TANKER,,,pa,,IMO1234567,,,,,Test Dataset,2024-01-01,2024-01-01,2024-01-01",
  "",
].join("\n");

export const OPENSANCTIONS_FTM = `${[
  {
    id: "os-1",
    schema: "Person",
    target: true,
    properties: {
      name: ["Ann Example"],
      weakAlias: ["The Bird"],
      birthDate: ["1960"],
      nationality: ["ru"],
      passportNumber: ["P1"],
      topics: ["sanction"],
    },
  },
  {
    id: "w-1",
    schema: "CryptoWallet",
    target: true,
    properties: { publicKey: ["0xabc"], currency: ["ETH"], holder: ["os-1"] },
  },
  { id: "s-1", schema: "Sanction", properties: { entity: ["os-1"] } },
  {
    id: "os-2",
    schema: "Company",
    target: true,
    properties: { name: ["SAMPLE TRADING"], registrationNumber: ["123"] },
  },
]
  .map((entity) => JSON.stringify(entity))
  .join("\n")}\n`;

export const OWN_CSV =
  "full_name;type;aliases;dob;country\nEXAMPLE, Ann;person;Anna Example|A. Example;1960;RU\nSAMPLE TRADING;organisation;;;\n";

/** After OFAC's schema sdn_advanced.xsd; the numbers of the reference values are this file's own. */
export const ADVANCED_XML = `<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="https://example.org/ADVANCED_XML" Version="1">
<DateOfIssue CalendarTypeID="1"><Year>2026</Year><Month>2</Month><Day>3</Day></DateOfIssue>
<ReferenceValueSets>
<AliasTypeValues><AliasType ID="91">A.K.A.</AliasType><AliasType ID="92">F.K.A.</AliasType><AliasType ID="93">Name</AliasType></AliasTypeValues>
<CountryValues><Country ID="501" ISO2="KP">Korea, North</Country><Country ID="502">Russia</Country></CountryValues>
<DetailReferenceValues><DetailReference ID="601">Male</DetailReference></DetailReferenceValues>
<FeatureTypeValues><FeatureType ID="1">Birthdate</FeatureType><FeatureType ID="2">Gender</FeatureType><FeatureType ID="3">Digital Currency Address - ETH</FeatureType><FeatureType ID="4">Location</FeatureType><FeatureType ID="5">Nationality Country</FeatureType></FeatureTypeValues>
<IDRegDocTypeValues><IDRegDocType ID="71">Passport</IDRegDocType></IDRegDocTypeValues>
<LocPartTypeValues><LocPartType ID="81">CITY</LocPartType><LocPartType ID="82">ADDRESS1</LocPartType></LocPartTypeValues>
<NamePartTypeValues><NamePartType ID="11">Last Name</NamePartType><NamePartType ID="12">First Name</NamePartType><NamePartType ID="13">Entity Name</NamePartType></NamePartTypeValues>
<PartySubTypeValues><PartySubType ID="21" PartyTypeID="31">Unknown</PartySubType><PartySubType ID="22" PartyTypeID="32">Unknown</PartySubType></PartySubTypeValues>
<PartyTypeValues><PartyType ID="31">Individual</PartyType><PartyType ID="32">Entity</PartyType></PartyTypeValues>
<SanctionsTypeValues><SanctionsType ID="41">Block</SanctionsType><SanctionsType ID="42">Program</SanctionsType></SanctionsTypeValues>
</ReferenceValueSets>
<Locations>
<Location ID="1001"><LocationCountry CountryID="501"/><LocationPart LocPartTypeID="81"><LocationPartValue Primary="true"><Value>Pyongyang</Value></LocationPartValue></LocationPart><LocationPart LocPartTypeID="82"><LocationPartValue Primary="true"><Value>1 Sample Street</Value></LocationPartValue></LocationPart></Location>
<Location ID="1002"><LocationCountry CountryID="502"/></Location>
</Locations>
<IDRegDocuments><IDRegDocument ID="2001" IDRegDocTypeID="71" IdentityID="5001" IssuedBy-CountryID="502"><IDRegistrationNo>P1234567</IDRegistrationNo></IDRegDocument></IDRegDocuments>
<DistinctParties>
<DistinctParty FixedRef="90001"><Profile ID="90001" PartySubTypeID="21">
<Identity ID="5001" FixedRef="90001" Primary="true" False="false">
<Alias FixedRef="90001" AliasTypeID="91" Primary="false" LowQuality="true"><DocumentedName ID="3" FixedRef="90001" DocNameStatusID="2"><DocumentedNamePart><NamePartValue NamePartGroupID="7001" ScriptID="215">THE BIRD</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
<Alias FixedRef="90001" AliasTypeID="93" Primary="true" LowQuality="false"><DocumentedName ID="1" FixedRef="90001" DocNameStatusID="1"><DocumentedNamePart><NamePartValue NamePartGroupID="7001" ScriptID="215">EXAMPLE</NamePartValue></DocumentedNamePart><DocumentedNamePart><NamePartValue NamePartGroupID="7002" ScriptID="215">Ann</NamePartValue></DocumentedNamePart></DocumentedName><DocumentedName ID="2" FixedRef="90001" DocNameStatusID="2"><DocumentedNamePart><NamePartValue NamePartGroupID="7001" ScriptID="220">Пример</NamePartValue></DocumentedNamePart><DocumentedNamePart><NamePartValue NamePartGroupID="7002" ScriptID="220">Анна</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
<NamePartGroups><MasterNamePartGroup><NamePartGroup ID="7001" NamePartTypeID="11"/></MasterNamePartGroup><MasterNamePartGroup><NamePartGroup ID="7002" NamePartTypeID="12"/></MasterNamePartGroup></NamePartGroups>
</Identity>
<Feature ID="1" FeatureTypeID="1"><FeatureVersion ID="1"><DatePeriod><Start Approximate="true"><From><Year>1960</Year><Month>1</Month><Day>1</Day></From><To><Year>1960</Year><Month>1</Month><Day>1</Day></To></Start><End Approximate="false"><From><Year>1961</Year><Month>12</Month><Day>31</Day></From><To><Year>1961</Year><Month>12</Month><Day>31</Day></To></End></DatePeriod></FeatureVersion></Feature>
<Feature ID="2" FeatureTypeID="2"><FeatureVersion ID="2"><VersionDetail DetailTypeID="1431" DetailReferenceID="601"/></FeatureVersion></Feature>
<Feature ID="3" FeatureTypeID="3"><FeatureVersion ID="3"><VersionDetail DetailTypeID="1432">0xabc</VersionDetail></FeatureVersion></Feature>
<Feature ID="4" FeatureTypeID="4"><FeatureVersion ID="4"><VersionLocation LocationID="1001"/></FeatureVersion></Feature>
<Feature ID="5" FeatureTypeID="5"><FeatureVersion ID="5"><VersionLocation LocationID="1002"/></FeatureVersion></Feature>
</Profile></DistinctParty>
<DistinctParty FixedRef="90002"><Profile ID="90002" PartySubTypeID="22"><Identity ID="5002" FixedRef="90002" Primary="true" False="false"><Alias FixedRef="90002" AliasTypeID="93" Primary="true" LowQuality="false"><DocumentedName ID="4" FixedRef="90002" DocNameStatusID="1"><DocumentedNamePart><NamePartValue NamePartGroupID="7003" ScriptID="215">SAMPLE TRADING, S.A.</NamePartValue></DocumentedNamePart></DocumentedName></Alias><NamePartGroups><MasterNamePartGroup><NamePartGroup ID="7003" NamePartTypeID="13"/></MasterNamePartGroup></NamePartGroups></Identity></Profile></DistinctParty>
</DistinctParties>
<ProfileRelationships><ProfileRelationship ID="1" From-ProfileID="90001" To-ProfileID="90002" RelationTypeID="1" RelationQualityID="1" Former="false" SanctionsEntryID="1"/></ProfileRelationships>
<SanctionsEntries>
<SanctionsEntry ID="1" ProfileID="90001" ListID="1550"><EntryEvent ID="1" EntryEventTypeID="1" LegalBasisID="1"><Date CalendarTypeID="1"><Year>2022</Year><Month>8</Month><Day>4</Day></Date></EntryEvent><SanctionsMeasure ID="1" SanctionsTypeID="42"><Comment>DPRK3</Comment></SanctionsMeasure><SanctionsMeasure ID="2" SanctionsTypeID="41"/></SanctionsEntry>
<SanctionsEntry ID="2" ProfileID="90002" ListID="1550"><SanctionsMeasure ID="3" SanctionsTypeID="42"><Comment>SDGT</Comment></SanctionsMeasure></SanctionsEntry>
</SanctionsEntries>
</Sanctions>
`;
